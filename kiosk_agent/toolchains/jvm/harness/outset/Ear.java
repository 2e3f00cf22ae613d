package outset;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** stdout and stderr of the program, passed on at once and remembered a little. */
final class Ear {
    private static final int REMEMBERED_BYTES = 4000;

    private final byte[] heard = new byte[REMEMBERED_BYTES];
    private int length;

    /** Takes the place of System.out and System.err. */
    void listen() {
        System.setOut(stream(FileDescriptor.out));
        System.setErr(stream(FileDescriptor.err));
    }

    private PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new Passing(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }

    private synchronized void remember(byte[] bytes, int from, int count) {
        int kept = Math.min(count, REMEMBERED_BYTES - length);
        System.arraycopy(bytes, from, heard, length, kept);
        length += kept;
    }

    /** Returns what was printed since the last call. */
    synchronized String taken() {
        String text = new String(heard, 0, length, StandardCharsets.UTF_8);
        length = 0;
        return text;
    }

    private final class Passing extends OutputStream {
        private final OutputStream onward;

        Passing(OutputStream onward) {
            this.onward = onward;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            remember(bytes, from, count);
            onward.write(bytes, from, count);
        }
    }
}

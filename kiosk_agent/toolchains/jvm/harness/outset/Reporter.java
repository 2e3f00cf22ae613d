package outset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The way out for results: one JSON object a line on a pipe of its own, each behind the nonce of this run. */
final class Reporter {
    private static final int MESSAGE_CHARACTERS = 2000;
    private static final int OUTPUT_CHARACTERS = 500;

    private final OutputStream pipe;
    private final Ear ear;
    private String nonce = "-";
    private String running;

    Reporter(OutputStream pipe, Ear ear) {
        this.pipe = pipe;
        this.ear = ear;
    }

    void ready(Map<String, Object> proof, String version) {
        send("ready", "proof", proof, "version", version);
    }

    /** Says that the program has arrived: what goes wrong from here on is its own. */
    void begin(String nonceOfRun) {
        nonce = nonceOfRun;
        send("begun");
    }

    /** Says which tests are to be run, before any line of the program has run; and the loop that may not end, or null. */
    void announced(List<String> names, String file, Cause suspect) {
        Map<String, Object> loop = suspect == null ? null
                : Map.of("file", file, "line", suspect.line(), "cause", Cause.told(suspect));
        send("announced", "names", names, "is_complete", true, "suspect", loop);
    }

    /** Says that the tests themselves left one out. */
    synchronized void skipped(String name) {
        running = null;
        ear.taken();
        send("skipped", "name", name);
    }

    void collected(List<String> names) {
        send("collected", "names", names);
    }

    /** Notes which test runs now, so that one that leaves can be named. */
    synchronized void started(String name) {
        running = name;
        ear.taken();
    }

    synchronized void test(String name, String status, Difference said, String code, Place place) {
        running = null;
        String heard = cut(ear.taken(), OUTPUT_CHARACTERS);
        String shown = said.message() == null ? null : cut(said.message(), MESSAGE_CHARACTERS);
        Map<String, Object> compared = said.expected() == null ? null : Map.of(
                "expected", cut(said.expected(), MESSAGE_CHARACTERS), "received", cut(said.received(), MESSAGE_CHARACTERS));
        send("test", "name", name, "status", status, "message", shown, "output", heard,
                "test_code", cut(code, MESSAGE_CHARACTERS), "file", place.file(), "line", place.line(),
                "compared", compared, "cause", Cause.told(said.cause()));
    }

    /** Reports the test that runs as one that did not come to its end; nothing when none does. */
    synchronized void abandoned(String message, Place place) {
        if (running != null) {
            test(running, "error", Difference.words(message), "", place);
        }
    }

    /** Says why no test could be run. */
    void broken(Breakage breakage) {
        Breakage.AskedBy asked = breakage.askedBy();
        Map<String, Object> askedBy = asked == null ? null : Map.of(
                "file", asked.file(), "line", asked.line(), "text", cut(asked.text(), MESSAGE_CHARACTERS));
        send("broken", "stage", breakage.stage(), "message", cut(breakage.message(), MESSAGE_CHARACTERS),
                "file", breakage.file(), "line", breakage.line(), "asked_by", askedBy,
                "cause", Cause.told(breakage.cause()));
    }

    synchronized void ended(int exitCode) {
        running = null;
        send("ended", "exit_code", exitCode);
    }

    private synchronized void send(String kind, Object... pairs) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("kind", kind);
        for (int index = 0; index < pairs.length; index += 2) {
            content.put((String) pairs[index], pairs[index + 1]);
        }
        StringBuilder line = new StringBuilder("\n").append(nonce).append(' ');
        Json.write(line, content);
        try {
            pipe.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            pipe.flush();
        } catch (IOException gone) {
            // Nobody listens any more: the jail is not needed.
            Runtime.getRuntime().halt(1);
        }
    }

    private static String cut(String text, int characters) {
        return text.length() <= characters ? text : text.substring(0, characters - 1) + "…";
    }
}

package outset;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.regex.Pattern;

/** A program without tests: its main, run as java runs one. */
final class Program {
    private static final String NO_MAIN = "this program has no main to begin with";

    private Program() {}

    /** Returns the exit code. The program may also end this process itself, with a code of its own. */
    static int run(HandIn handIn, Map<String, byte[]> classes, ClassSpace space, Reporter reporter) {
        Method main = main(classes, space);
        if (main == null) {
            System.err.println(NO_MAIN);
            reporter.broken(new Breakage("compile", NO_MAIN, handIn.solution().get(0), null, null, Cause.named("main-missing")));
            return 1;
        }
        try {
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
            waitForOthers();
            return 0;
        } catch (Throwable thrown) {
            Throwable error = thrown instanceof InvocationTargetException ? thrown.getCause() : thrown;
            space.straighten(error);
            print(error);
            reporter.broken(Breakage.loading(error, handIn));
        }
        return 1;
    }

    private static Method main(Map<String, byte[]> classes, ClassSpace space) {
        for (String name : classes.keySet()) {
            try {
                Method main = Class.forName(name, false, space).getDeclaredMethod("main", String[].class);
                if (Modifier.isStatic(main.getModifiers())) {
                    return main;
                }
            } catch (ReflectiveOperationException | LinkageError none) {
                continue;
            }
        }
        return null;
    }

    /** A program ends when its last thread does, daemons aside. */
    private static void waitForOthers() throws InterruptedException {
        Thread self = Thread.currentThread();
        Thread[] others = new Thread[self.getThreadGroup().activeCount() + 16];
        int count = self.getThreadGroup().enumerate(others);
        for (int index = 0; index < count; index++) {
            if (others[index] != self && !others[index].isDaemon()) {
                others[index].join();
            }
        }
    }

    private static final Pattern OUR_FRAME = Pattern.compile("outset\\..*|(java\\.base/)?(jdk\\.internal|java\\.lang)\\.reflect\\..*");

    private static void print(Throwable error) {
        System.err.println("Exception in thread \"main\" " + Breakage.describe(error));
        for (StackTraceElement element : error.getStackTrace()) {
            if (OUR_FRAME.matcher(element.toString()).matches()) {
                break;
            }
            System.err.println("\tat " + element);
        }
    }
}

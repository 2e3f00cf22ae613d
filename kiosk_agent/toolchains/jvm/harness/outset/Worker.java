package outset;

import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The inside of a Java or Kotlin jail: loads and warms up the compiler, proves that it is jailed, waits for a program,
 * compiles it, runs it and reports.
 *
 * <p>Usage: java … outset.Worker java|kotlin SCRATCH RESULTS_DESCRIPTOR, or "rehearse" as the last word to end after
 * the warm-up, which is how the archive of loaded classes is made.
 */
public final class Worker {
    private static final int REHEARSALS = 4;
    // A machine so busy that they take longer is better served by a jail that is less warm.
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(25);
    private static final long STACK_BYTES = 16L << 20;
    private static final String LEFT = "The program ended itself here, and its tests with it (System.exit).";

    private Worker() {}

    public static void main(String[] words) throws Exception {
        Thread thread = new Thread(new ThreadGroup("program"), () -> work(words), "main", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private static void work(String[] words) {
        try {
            Language language = language(words[0], Path.of(words[1]));
            boolean isRehearsal = words[2].equals("rehearse");
            long enough = System.nanoTime() + (isRehearsal ? Long.MAX_VALUE / 2 : LONGEST_WARM_UP.toNanos());
            // Where somebody waits already, warming up would take longer than their program does.
            int rehearsals = System.getenv("OUTSET_AWAITED") == null ? REHEARSALS : 0;
            // The same when somebody has come meanwhile, which the runner says with the first bytes of all.
            for (int number = 0; number < rehearsals && System.nanoTime() < enough && System.in.available() == 0; number++) {
                rehearse(language, number);
            }
            if (isRehearsal) {
                return;
            }
            System.gc();
            serve(language, new FileOutputStream("/proc/self/fd/" + words[2]));
        } catch (Throwable fault) {
            fault.printStackTrace();
            Runtime.getRuntime().halt(70);
        }
    }

    private static Language language(String name, Path scratch) throws Exception {
        List<File> classPath = new ArrayList<>();
        Path home = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]).toAbsolutePath().getParent();
        // The annotations that leave a test out stand here once more, in a form that no runner sees.
        classPath.add(home.resolve("unskipped").toFile());
        for (File jar : home.resolve("lib").toFile().listFiles()) {
            if (!jar.getName().startsWith("kotlin-compiler")) {
                classPath.add(jar);
            }
        }
        // Found by name: what prepares Java's harness has no Kotlin compiler.
        String type = "outset." + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Language";
        return (Language) Class.forName(type).getDeclaredConstructor(List.class, Path.class).newInstance(classPath, scratch);
    }

    private static void rehearse(Language language, int number) throws Throwable {
        Ear ear = new Ear();
        Reporter nowhere = new Reporter(OutputStream.nullOutputStream(), ear);
        HandIn handIn = language.rehearsal(number);
        Language.Compiled compiled = language.compile(handIn);
        if (compiled.problems().isEmpty() == Rehearsal.isBroken(number)) {
            throw new IllegalStateException("rehearsal " + number + ": " + compiled.problems());
        }
        if (compiled.problems().isEmpty()) {
            new Suite(handIn, new ClassSpace(compiled.classes()), nowhere).run();
        }
        language.forget();
    }

    private static void serve(Language language, OutputStream pipe) throws Throwable {
        Ear ear = new Ear();
        Reporter reporter = new Reporter(pipe, ear);
        reporter.ready(Proof.read(), language.version());
        HandIn handIn = HandIn.receive(System.in, reporter);
        System.setIn(InputStream.nullInputStream());
        ear.listen();
        int code = run(language, handIn, reporter);
        System.out.flush();
        System.err.flush();
        reporter.ended(code);
        // What the program left running or registered has no say any more.
        Runtime.getRuntime().halt(code);
    }

    private static int run(Language language, HandIn handIn, Reporter reporter) throws Throwable {
        Language.Compiled compiled;
        try {
            compiled = language.compile(handIn);
        } catch (StackOverflowError tooDeep) {
            String message = "this program is nested too deeply to be compiled";
            reporter.broken(new Breakage("compile", message, handIn.solution().get(0), null));
            return 0;
        }
        if (!compiled.problems().isEmpty()) {
            reporter.broken(Breakage.compiling(compiled.problems(), handIn));
            return handIn.tests().isEmpty() ? 1 : 0;
        }
        String taken = compiled.classes().keySet().stream().filter(ClassSpace::isOfLibrary).findFirst().orElse(null);
        if (taken != null) {
            String message = "the package of " + taken + " belongs to the library of tests: choose another";
            reporter.broken(new Breakage("compile", message, handIn.solution().get(0), null));
            return 1;
        }
        ClassSpace space = new ClassSpace(compiled.classes());
        Thread.currentThread().setContextClassLoader(space);
        if (handIn.tests().isEmpty()) {
            return Program.run(handIn, compiled.classes(), space, reporter);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> reporter.abandoned(LEFT, Place.NOWHERE)));
        try {
            new Suite(handIn, space, reporter).run();
        } catch (Throwable error) {
            space.straighten(error);
            reporter.broken(Breakage.loading(error, handIn));
        }
        return 0;
    }
}

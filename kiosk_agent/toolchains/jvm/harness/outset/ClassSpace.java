package outset;

import java.util.List;
import java.util.Map;

/** The learner's classes, and as much around them as they may name: the JDK and the libraries of tests. */
final class ClassSpace extends ClassLoader {
    private static final List<String> LIBRARIES = List.of(
            "kotlin.", "kotlinx.", "org.junit.", "junit.", "org.hamcrest.", "org.assertj.", "org.opentest4j.", "org.apiguardian.",
            "net.bytebuddy.");

    private final Map<String, byte[]> classes;

    ClassSpace(Map<String, byte[]> classes) {
        super(ClassLoader.getPlatformClassLoader());
        this.classes = classes;
    }

    /** Puts into `error` the lines that its places have in the program. */
    void straighten(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        for (int index = 0; index < trace.length; index++) {
            StackTraceElement at = trace[index];
            byte[] bytes = classes.get(at.getClassName());
            if (bytes != null && at.getLineNumber() > 0) {
                int line = CallSites.line(bytes, at.getLineNumber());
                trace[index] = new StackTraceElement(at.getClassName(), at.getMethodName(), at.getFileName(), line);
            }
        }
        error.setStackTrace(trace);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (isOfLibrary(name)) {
            return ClassSpace.class.getClassLoader().loadClass(name);
        }
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** Tells whether a class is one that tests stand on, and that no program may put its own in the place of. */
    static boolean isOfLibrary(String name) {
        return LIBRARIES.stream().anyMatch(name::startsWith);
    }
}

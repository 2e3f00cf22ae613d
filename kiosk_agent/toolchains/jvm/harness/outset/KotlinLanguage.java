package outset;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.common.arguments.K2JVMCompilerArguments;
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSeverity;
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSourceLocation;
import org.jetbrains.kotlin.cli.common.messages.MessageCollector;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.jetbrains.kotlin.config.KotlinCompilerVersion;
import org.jetbrains.kotlin.config.Services;

/** Kotlin's own compiler. It reads and writes files only, so it gets a scratch folder, emptied before each use. */
final class KotlinLanguage implements Language {
    private final List<File> classPath;
    private final Path sources;
    private final Path output;

    KotlinLanguage(List<File> classPath, Path scratch) {
        // Its caches of what it read of the JDK and of the libraries then live as long as we do.
        System.setProperty("kotlin.environment.keepalive", "true");
        System.setProperty("kotlin.colors.enabled", "false");
        System.setProperty("java.awt.headless", "true");
        this.classPath = classPath;
        this.sources = scratch.resolve("sources");
        this.output = scratch.resolve("classes");
    }

    @Override
    public Compiled compile(HandIn handIn) throws IOException {
        empty(sources);
        empty(output);
        Files.createDirectories(output);
        List<String> paths = new ArrayList<>();
        for (Map.Entry<String, String> file : handIn.files().entrySet()) {
            Path path = sources.resolve(file.getKey()).normalize();
            if (path.startsWith(sources) && file.getKey().matches(".*\\.(kt|java)")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
                paths.add(path.toString());
            }
        }
        Listener said = new Listener();
        ExitCode code = new K2JVMCompiler().exec(said, Services.EMPTY, arguments(paths, handIn));
        if (code != ExitCode.OK && said.problems.isEmpty()) {
            said.problems.add(new Problem(handIn.solution().get(0), 0, "the compiler gave up: " + code));
        }
        return new Compiled(said.problems.isEmpty() ? classes() : Map.of(), said.problems);
    }

    private K2JVMCompilerArguments arguments(List<String> paths, HandIn handIn) {
        K2JVMCompilerArguments arguments = new K2JVMCompilerArguments();
        arguments.setFreeArgs(paths);
        arguments.setDestination(output.toString());
        arguments.setClasspath(classPath.stream()
                .filter(jar -> isWanted(jar.getName(), handIn))
                .map(File::getPath)
                .collect(Collectors.joining(File.pathSeparator)));
        arguments.setNoStdlib(true);
        arguments.setNoReflect(true);
        arguments.setModuleName("main");
        arguments.setJvmTarget("17");
        arguments.setSuppressWarnings(true);
        arguments.setDisableDefaultScriptingPlugin(true);
        return arguments;
    }

    /** kotlin.test stands on JUnit 4, or on JUnit 5 for tests that name it; both define the same names. */
    private static boolean isWanted(String jar, HandIn handIn) {
        String unwanted = Suite.isJupiter(handIn) ? "kotlin-test-junit.jar" : "kotlin-test-junit5.jar";
        return !jar.equals(unwanted);
    }

    private Map<String, byte[]> classes() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (var files = Files.walk(output)) {
            for (Path file : (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                String name = output.relativize(file).toString();
                classes.put(name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                        Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException fault) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void forget() throws IOException {
        empty(sources);
        empty(output);
    }

    @Override
    public HandIn rehearsal(int number) {
        return Rehearsal.kotlin(number);
    }

    @Override
    public String version() {
        return KotlinCompilerVersion.VERSION + ", java " + System.getProperty("java.version");
    }

    private final class Listener implements MessageCollector {
        private final List<Problem> problems = new ArrayList<>();

        @Override
        public void clear() {
            problems.clear();
        }

        @Override
        public boolean hasErrors() {
            return !problems.isEmpty();
        }

        @Override
        public void report(CompilerMessageSeverity severity, String message, CompilerMessageSourceLocation place) {
            if (severity.isError()) {
                String file = place == null ? null : sources.relativize(Path.of(place.getPath())).toString();
                problems.add(new Problem(file, place == null ? 0 : Math.max(place.getLine(), 0), message));
            }
        }
    }
}

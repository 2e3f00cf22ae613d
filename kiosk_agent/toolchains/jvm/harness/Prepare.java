import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Makes what a Java or Kotlin jail only reads: copies of the libraries, the compiled harness, and an archive of the
 * classes that its warm-up loads. Runs once, in no jail, on nothing but our own programs.
 *
 * <p>Usage: java Prepare.java HARNESS AHEAD java|kotlin LIBRARY.jar… The archive holds AHEAD's path and the times of
 * its jars: it is for that folder only.
 */
public final class Prepare {
    private static final List<String> FIRST = List.of("Worker.java");
    // Jars that differ by their time alone would make an archive void, and an image differ from its like.
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.parse("2026-01-01T00:00:00");

    private Prepare() {}

    public static void main(String[] words) throws Exception {
        Path harness = Path.of(words[0]);
        Path ahead = Path.of(words[1]);
        String language = words[2];
        Path libraries = Files.createDirectories(ahead.resolve("lib"));
        for (String library : List.of(words).subList(3, words.length)) {
            Path copy = libraries.resolve(Path.of(library).getFileName());
            // Through links: a package's jar is mostly one.
            Files.write(copy, Files.readAllBytes(Path.of(library)));
            Files.setLastModifiedTime(copy, TIME);
        }
        String compiler = language.substring(0, 1).toUpperCase() + language.substring(1) + "Language.java";
        Path classes = ahead.resolve("classes");
        Path sources = harness.resolve("outset");
        String classPath = files(libraries).stream().map(Path::toString).collect(Collectors.joining(":"));
        compile(classes, List.of("-cp", classPath, "-sourcepath", harness.toString()),
                Stream.concat(FIRST.stream(), Stream.of(compiler)).map(sources::resolve).toList());
        compile(ahead.resolve("unskipped"), List.of(), files(harness.resolve("unskipped")));
        pack(classes, libraries, ahead.resolve("harness.jar"));
        archive(harness, ahead, language);
    }

    private static void compile(Path output, List<String> options, List<Path> sources) {
        List<String> words = new ArrayList<>(List.of("-d", output.toString(), "-nowarn", "-g", "--release", "17"));
        words.addAll(options);
        sources.forEach(source -> words.add(source.toString()));
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("the harness could not be compiled");
        }
    }

    private static void pack(Path classes, Path libraries, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        List<String> names = files(libraries).stream().map(path -> "lib/" + path.getFileName()).toList();
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", names));
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream packed = new JarOutputStream(file)) {
            add(packed, "META-INF/MANIFEST.MF", manifest::write);
            for (Path path : files(classes)) {
                add(packed, classes.relativize(path).toString(), out -> Files.copy(path, out));
            }
        }
        Files.setLastModifiedTime(jar, TIME);
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void add(JarOutputStream packed, String name, Content content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        packed.putNextEntry(entry);
        content.writeTo(packed);
        packed.closeEntry();
    }

    private static void archive(Path harness, Path ahead, String language) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("outset");
        Process warmUp = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + harness.resolve("options"), "-XX:ArchiveClassesAtExit=" + ahead.resolve("classes.jsa"),
                        "-cp", ahead.resolve("harness.jar").toString(), "outset.Worker", language, scratch.toString(),
                        "rehearse")
                .redirectErrorStream(true)
                .start();
        String said;
        try (InputStream output = warmUp.getInputStream()) {
            said = new String(output.readAllBytes());
        }
        if (warmUp.waitFor() != 0 || !Files.exists(ahead.resolve("classes.jsa"))) {
            throw new IllegalStateException("the warm-up did not come to its end: " + said);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}

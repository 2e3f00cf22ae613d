package outset;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** The JDK's own compiler, from memory to memory. */
final class JavaLanguage implements Language {
    private static final List<String> OPTIONS =
            List.of("-proc:none", "-implicit:none", "-nowarn", "-g", "-Xlint:none", "-Xmaxerrs", "20");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager libraries =
            compiler.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8);

    JavaLanguage(List<File> classPath, Path noScratch) throws IOException {
        libraries.setLocation(StandardLocation.CLASS_PATH, classPath);
    }

    @Override
    public Compiled compile(HandIn handIn) throws IOException {
        Memory memory = new Memory(libraries);
        List<Source> sources = new ArrayList<>();
        // A program alone may be named as it likes; beside tests the name is part of the exercise.
        boolean anyName = handIn.tests().isEmpty();
        handIn.files().forEach((path, text) -> {
            if (path.endsWith(".java")) {
                sources.add(new Source(path, text, anyName));
            }
        });
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        StringWriter lastWords = new StringWriter();
        boolean done = compiler.getTask(lastWords, memory, said, OPTIONS, null, sources).call();
        List<Problem> problems = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> one : said.getDiagnostics()) {
            if (one.getKind() == Diagnostic.Kind.ERROR) {
                String file = one.getSource() instanceof Source source ? source.path : null;
                int line = one.getLineNumber() == Diagnostic.NOPOS ? 0 : (int) one.getLineNumber();
                problems.add(new Problem(file, line, shortened(one.getMessage(Locale.ENGLISH))));
            }
        }
        if (!done && problems.isEmpty()) {
            String why = lastWords.toString().lines().filter(line -> line.startsWith("java.")).findFirst().orElse("");
            // With a right answer it compiles.
            problems.add(new Problem(handIn.solution().get(0), 0, "the compiler gave up: " + why));
        }
        return new Compiled(memory.classes(), problems);
    }

    /** As javac itself says it: classes that everybody knows have no package. */
    private static String shortened(String message) {
        return message.replaceAll("\\bjava\\.(?:lang|util)\\.(?=[A-Z])", "");
    }

    @Override
    public HandIn rehearsal(int number) {
        return Rehearsal.java(number);
    }

    @Override
    public String version() {
        return System.getProperty("java.version");
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String path;
        private final String text;
        private final boolean anyName;

        Source(String path, String text, boolean anyName) {
            super(URI.create("memory:///" + path.replace(" ", "%20")), Kind.SOURCE);
            this.path = path;
            this.text = text;
            this.anyName = anyName;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return anyName || super.isNameCompatible(simpleName, kind);
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

        Memory(StandardJavaFileManager libraries) {
            super(libraries);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            written.put(name, bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }

        @Override
        public boolean isSameFile(FileObject one, FileObject other) {
            return one == other;
        }

        @Override
        public void close() {
            // The libraries stay open for the next compilation.
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new LinkedHashMap<>();
            written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }
}

package outset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tests of a hand-in, in the order in which they are written, and what is said of each. */
final class Suite {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)");
    private static final Pattern OUTER_CLASS =
            Pattern.compile("(?m)^(?:(?:public|internal|open|abstract|final)\\s+)*(?:class|object)\\s+(\\w+)");
    private static final Pattern METHOD = Pattern.compile("(?:`([^`\\n]+)`|\\b(\\w+))\\s*\\(");
    private static final Pattern ASSUMES = Pattern.compile("(?i)assum|TestAborted");
    private static final Pattern ROW = Pattern.compile("(.*)\\[(\\d+)(?::.*)?\\]", Pattern.DOTALL);

    private final HandIn handIn;
    private final Reporter reporter;
    private final ClassSpace space;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> waiting = new ArrayList<>();
    private boolean isCollected;
    /** The report of the last test that ran: what fails after its class is told of it. */
    private Ended held;
    /** What was left out since it ran. */
    private final List<String> leftOut = new ArrayList<>();

    private record Ended(String name, String method, Throwable error, String row) {}

    Suite(HandIn handIn, ClassSpace space, Reporter reporter) {
        this.handIn = handIn;
        this.space = space;
        this.reporter = reporter;
        int base = 0;
        for (String path : handIn.tests()) {
            String text = handIn.files().get(path);
            Matcher method = METHOD.matcher(text);
            while (method.find()) {
                places.putIfAbsent(method.group(1) == null ? method.group(2) : method.group(1), base + method.start());
            }
            base += text.length();
        }
    }

    static boolean isJupiter(HandIn handIn) {
        return handIn.tests().stream().anyMatch(path -> handIn.files().get(path).contains("org.junit.jupiter"));
    }

    /** Runs every test. Throws what broke before the first one could be run. */
    void run() throws Throwable {
        try {
            List<Class<?>> classes = new ArrayList<>();
            for (String name : classNames()) {
                classes.add(Class.forName(name, false, space));
            }
            if (isJupiter(handIn)) {
                new JupiterTests(this).run(classes, space);
            } else {
                new JunitTests(this).run(classes);
            }
            reportHeld();
        } catch (Throwable error) {
            // JUnit lets a few errors through, such as that of memory used up: the test that runs was stopped by it.
            if (!isCollected) {
                throw error;
            }
            reportHeld();
            reporter.abandoned(Breakage.describe(error), placeOf(error));
        }
    }

    void collected(List<String> names) {
        isCollected = true;
        waiting.addAll(names);
        reporter.collected(names);
    }

    void announced(List<String> names) {
        String program = handIn.solution().get(0);
        String source = handIn.files().getOrDefault(program, "");
        Cause suspect = program.endsWith(".kt") ? Cause.orNone(() -> EndlessKotlin.why(source)) : null;
        reporter.announced(names, program, suspect);
    }

    /** Reports a test that the tests themselves leave out; behind the last that ran, which may still fail. */
    void skipped(String name) {
        if (waiting.remove(name)) {
            leftOut.add(name);
        }
        if (held == null) {
            reportHeld();
        }
    }

    /**
     * Tells whether an assumption was given up by the tests: one that the learner's program throws is an error of it.
     * Where the program throws from, it can hide; tests that never assume anything leave nothing out.
     */
    boolean isOwnAssumption(Throwable error) {
        Place place = placeOf(error);
        return place.file() != null
                && !handIn.solution().contains(place.file())
                && handIn.files().entrySet().stream()
                        .filter(file -> !handIn.solution().contains(file.getKey()))
                        .anyMatch(file -> ASSUMES.matcher(file.getValue()).find());
    }

    void started(String name) {
        reportHeld();
        reporter.started(name);
    }

    /**
     * Reports those of `names` that were not run, for what stands around them failed; or the last test that was, when it
     * came after.
     */
    void reportAround(List<String> names, Throwable error) {
        if (held != null) {
            Ended last = held;
            held = last.error() == null ? new Ended(last.name(), last.method(), error, null) : last;
            return;
        }
        names.stream().filter(waiting::contains).forEach(name -> report(name, name, error));
        reportHeld();
    }

    private List<String> classNames() {
        List<String> names = new ArrayList<>();
        for (String path : handIn.tests()) {
            String text = handIn.files().get(path);
            Matcher home = PACKAGE.matcher(text);
            String prefix = home.find() ? home.group(1) + "." : "";
            Matcher outer = OUTER_CLASS.matcher(text);
            while (outer.find()) {
                names.add(prefix + outer.group(1));
            }
        }
        return names;
    }

    /** Returns where a test's method stands among all tests; those that stand nowhere come last. */
    int place(String method) {
        return places.getOrDefault(rowless(method), Integer.MAX_VALUE);
    }

    Map<String, Integer> places() {
        return Map.copyOf(places);
    }

    private static String rowless(String name) {
        Matcher row = ROW.matcher(name);
        return row.matches() ? row.group(1) : name;
    }

    /** Returns the name for results.json: a test that is run once a row has the row's number, from 1, behind its name. */
    static String named(String name) {
        Matcher row = ROW.matcher(name);
        return row.matches() ? row.group(1) + "[" + (Integer.parseInt(row.group(2)) + 1) + "]" : name;
    }

    void report(String name, String method, Throwable error) {
        report(name, method, error, null);
    }

    /** Reports a test; `row` says with which of its rows it failed, and is null when it has none. */
    void report(String name, String method, Throwable error, String row) {
        reportHeld();
        waiting.remove(name);
        held = new Ended(name, method, error, row);
    }

    /** Reports the last test and what was left out behind it, for nothing more comes after it. */
    void reportHeld() {
        Ended last = held;
        held = null;
        if (last != null) {
            tell(last.name(), last.method(), last.error(), last.row());
        }
        leftOut.forEach(reporter::skipped);
        leftOut.clear();
    }

    private void tell(String name, String method, Throwable error, String row) {
        if (error == null) {
            reporter.test(name, "pass", Difference.words(null), code(method), Place.NOWHERE);
        } else if (error instanceof AssertionError assertion) {
            Difference said = Difference.of(assertion).at(row);
            if (said.message().isEmpty()) {
                said = Difference.words(Breakage.describe(error)).at(row);
                reporter.test(name, "fail", said, code(method), placeOf(error));
            } else {
                Cause found = wrong(code(method), said);
                reporter.test(name, "fail", said.because(found), code(method), place(found));
            }
        } else {
            Difference said = Difference.words(Breakage.describe(error)).at(row);
            reporter.test(name, "error", said, code(method), placeOf(error));
        }
    }

    private Cause wrong(String code, Difference said) {
        String program = handIn.solution().get(0);
        String source = handIn.files().getOrDefault(program, "");
        return program.endsWith(".kt") ? Cause.orNone(() -> WrongKotlin.why(source, code, said)) : null;
    }

    private Place place(Cause found) {
        boolean isKnown = found != null && found.line() != null;
        return isKnown ? new Place(handIn.solution().get(0), found.line()) : Place.NOWHERE;
    }

    private Place placeOf(Throwable error) {
        space.straighten(error);
        return Place.of(error, handIn);
    }

    /** Returns the body of a test as it is written; told by its indentation, which is enough to show it. */
    private String code(String method) {
        Pattern head = Pattern.compile("(?m)^([ \\t]*)[^\\n@/]*\\b`?" + Pattern.quote(rowless(method)) + "`?\\s*\\(");
        for (String path : handIn.tests()) {
            String text = handIn.files().get(path);
            Matcher found = head.matcher(text);
            if (found.find()) {
                return body(text.substring(found.start()), found.group(1).length());
            }
        }
        return "";
    }

    private static String body(String text, int indent) {
        StringBuilder body = new StringBuilder();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            boolean isWithin = line.isBlank() || line.length() - line.stripLeading().length() > indent;
            if (!body.isEmpty() && !isWithin) {
                break;
            }
            body.append(line).append('\n');
        }
        String whole = body.toString().strip();
        int brace = whole.indexOf('{');
        if (brace < 0 || whole.substring(0, brace).contains(" = ")) {
            return whole;
        }
        // With its end in the same line, a body is left with a brace too many.
        String inside = whole.substring(brace + 1);
        boolean isOneLine = !inside.contains("\n") && inside.endsWith("}");
        return (isOneLine ? inside.substring(0, inside.length() - 1) : inside).stripIndent().strip();
    }
}

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
    private static final Pattern ROW = Pattern.compile("(.*)\\[(\\d+)(?::.*)?\\]", Pattern.DOTALL);

    private final HandIn handIn;
    private final Reporter reporter;
    private final Map<String, Integer> places = new HashMap<>();

    Suite(HandIn handIn, Reporter reporter) {
        this.handIn = handIn;
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
    void run(ClassSpace space) throws Throwable {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : classNames()) {
            classes.add(Class.forName(name, false, space));
        }
        try {
            if (isJupiter(handIn)) {
                new JupiterTests(this, reporter).run(classes, space);
            } else {
                new JunitTests(this, reporter).run(classes);
            }
        } catch (OutOfMemoryError error) {
            reporter.abandoned(described(error));
        }
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
        if (error == null) {
            reporter.test(name, "pass", null, code(method));
        } else if (error instanceof AssertionError) {
            String message = error.getMessage();
            reporter.test(name, "fail", message == null ? described(error) : message.strip(), code(method));
        } else {
            reporter.test(name, "error", described(error), code(method));
        }
    }

    private String described(Throwable error) {
        StackTraceElement place = Breakage.place(error, handIn);
        String where = place == null
                ? ""
                : " (" + handIn.pathOf(place.getFileName()) + ", line " + place.getLineNumber() + ")";
        return Breakage.describe(error) + where;
    }

    /** Returns the body of a test as it is written; told by its indentation, which is enough to show it. */
    private String code(String method) {
        Pattern head = Pattern.compile("(?m)^([ \\t]*)[^\\n@/]*\\b`?" + Pattern.quote(rowless(method)) + "`?\\s*\\(");
        for (String path : handIn.tests()) {
            String text = handIn.files().get(path);
            Matcher found = head.matcher(text);
            if (found.find()) {
                return body(text.substring(found.start()), found.group(1));
            }
        }
        return "";
    }

    private static String body(String text, String indent) {
        int end = text.indexOf("\n" + indent + "}");
        int brace = text.indexOf('{');
        int blank = text.indexOf("\n\n");
        boolean isExpression = brace < 0 || (blank >= 0 && blank < brace) || text.substring(0, brace).contains(" = ");
        if (isExpression) {
            return text.substring(0, blank < 0 ? text.length() : blank).strip();
        }
        return text.substring(brace + 1, end < brace ? text.length() : end).stripIndent().strip();
    }
}

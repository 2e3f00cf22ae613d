package outset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a test of a Kotlin program got another value, told from the program's text and the two values. */
final class WrongKotlin {
    private static final String NAME = UnreadKotlin.NAME;
    private static final Pattern HEAD = Pattern.compile("^\\s*(?:\\w+\\s+)*fun\\s+(" + NAME + ")\\s*\\((.*)\\)");
    private static final Pattern SUM = Pattern.compile("^\\s*(" + NAME + ")\\s*[-+*/]\\s*[\\w.()\\[\\]]+\\s*$");
    private static final Pattern ASKED = Pattern.compile("^\\s*(" + NAME + ")\\s*==\\s*\\S.*$");
    private static final Pattern TURNED = Pattern.compile("^\\s*" + NAME + "\\s*=\\+\\s*\\S");
    private static final Pattern RETURN = Pattern.compile("^\\s*return\\b");
    private static final Pattern LOOP = Pattern.compile("^\\s*for\\b");
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\\\n$]*)\"");
    private static final Pattern WORD = Pattern.compile("\\p{L}+[,.:;]?");

    // As kotlin.test says it, a text has no quotes.
    private static final Pattern NO_TEXT = Pattern.compile("-?[\\d.]+|true|false|null|\\[.*\\]|\\{.*\\}");

    private record Function(String name, List<String> parameters, int first, int last) {}

    private WrongKotlin() {}

    /** Returns why a test whose code is `test` came to `said`. */
    static Cause why(String source, String test, Difference said) {
        if (source.length() > UnreadKotlin.LONGEST) {
            return null;
        }
        List<String> lines = source.lines().map(UnreadKotlin::bare).toList();
        for (Function function : functions(lines)) {
            if (!Pattern.compile("\\b" + Pattern.quote(function.name()) + "\\b").matcher(test).find()) {
                continue;
            }
            Cause found = withoutEffect(lines, function);
            found = found == null ? returnInLoop(lines, function) : found;
            found = found == null ? nameAsText(source, function, said) : found;
            if (found != null) {
                return found;
            }
        }
        return ofTexts(said, source);
    }

    private static List<Function> functions(List<String> lines) {
        List<Function> found = new ArrayList<>();
        for (int number = 0; number < lines.size(); number++) {
            Matcher head = HEAD.matcher(lines.get(number));
            if (head.find()) {
                List<String> names = new ArrayList<>();
                Matcher parameter = Pattern.compile("(" + NAME + ")\\s*:").matcher(head.group(2));
                while (parameter.find()) {
                    names.add(parameter.group(1));
                }
                found.add(new Function(head.group(1), names, number, end(lines, number)));
            }
        }
        return found;
    }

    static int end(List<String> lines, int first) {
        int depth = 0;
        for (int number = first; number < lines.size(); number++) {
            depth += count(lines.get(number), '{') - count(lines.get(number), '}');
            if (depth <= 0) {
                return number;
            }
        }
        return lines.size() - 1;
    }

    private static long count(String line, char sign) {
        return line.chars().filter(each -> each == sign).count();
    }

    private static Cause withoutEffect(List<String> lines, Function function) {
        for (int number = function.first() + 1; number < function.last(); number++) {
            Matcher sum = SUM.matcher(lines.get(number));
            if (sum.matches()) {
                return Cause.with("sum-not-stored", "name", sum.group(1)).at(number + 1);
            }
            Matcher asked = ASKED.matcher(lines.get(number));
            if (asked.matches()) {
                return Cause.with("compares-not-stores", "name", asked.group(1)).at(number + 1);
            }
            if (TURNED.matcher(lines.get(number)).find()) {
                return Cause.with("sign-turned", "sign", "=+", "right", "+=").at(number + 1);
            }
        }
        return null;
    }

    /** Returns a return that stands in a loop over values, under no question. */
    private static Cause returnInLoop(List<String> lines, Function function) {
        Deque<Boolean> inLoop = new ArrayDeque<>();
        for (int number = function.first() + 1; number < function.last(); number++) {
            String line = lines.get(number);
            if (RETURN.matcher(line).find() && !inLoop.isEmpty() && inLoop.peek()) {
                return Cause.named("return-in-loop").at(number + 1);
            }
            for (char sign : line.toCharArray()) {
                if (sign == '{') {
                    inLoop.push(LOOP.matcher(line).find());
                } else if (sign == '}' && !inLoop.isEmpty()) {
                    inLoop.pop();
                }
            }
        }
        return null;
    }

    /** Returns a text that holds a name where its value should stand. */
    private static Cause nameAsText(String source, Function function, Difference said) {
        Matcher literal = LITERAL.matcher(source);
        while (said.received() != null && literal.find()) {
            for (String name : function.parameters()) {
                boolean isThere = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(literal.group(1)).find();
                if (isThere && said.received().contains(literal.group(1)) && !said.expected().contains(name)) {
                    int line = (int) source.substring(0, literal.start()).chars().filter(each -> each == '\n').count() + 1;
                    return Cause.with("value-not-put-in", "name", name, "right", "$" + name).at(line);
                }
            }
        }
        return null;
    }

    /** Returns by what a text differs from the one that is wanted, where that is one thing. */
    private static Cause ofTexts(Difference said, String source) {
        String wanted = said.expected();
        String has = said.received();
        boolean areTexts = wanted != null && !wanted.equals(has) && !NO_TEXT.matcher(wanted).matches();
        if (!areTexts || said.cause() != null) {
            return null;
        }
        if (wanted.equalsIgnoreCase(has)) {
            return Cause.named("capital-letters-differ");
        }
        if (wanted.replaceAll("\\s", "").equals(has.replaceAll("\\s", ""))) {
            return Cause.named(has.length() > wanted.length() ? "text-blank-more" : "text-blank-missing");
        }
        return oneWord(inside(wanted), inside(has), source);
    }

    private static String inside(String text) {
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }

    private static Cause oneWord(String wanted, String has, String source) {
        String[] right = wanted.split("\\s+");
        String[] found = has.split("\\s+");
        int other = -1;
        for (int place = 0; place < right.length && right.length == found.length; place++) {
            if (!right[place].equals(found[place])) {
                if (other >= 0) {
                    return null;
                }
                other = place;
            }
        }
        boolean isWord = other >= 0 && WORD.matcher(right[other]).matches() && WORD.matcher(found[other]).matches();
        if (!isWord || !source.contains(found[other])) {
            return null;
        }
        boolean isAccent = Likeness.withoutAccents(found[other]).equals(Likeness.withoutAccents(right[other]));
        return Cause.with(isAccent ? "text-accent" : "text-word-differs", "found", found[other], "right", right[other]);
    }
}

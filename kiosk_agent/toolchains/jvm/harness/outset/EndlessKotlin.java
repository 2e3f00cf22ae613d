package outset;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The loop that a Kotlin program without an end is in: null where it has none, or several that may be it. */
final class EndlessKotlin {
    private static final Pattern LOOP = Pattern.compile("^\\s*while\\s*\\((.*)\\)\\s*\\{\\s*$");
    private static final Pattern LEAVES = Pattern.compile("\\b(?:break|return|throw)\\b");
    private static final Pattern CALL = Pattern.compile("\\w\\s*\\(");
    private static final Pattern WORD = Pattern.compile("(?<![.\\w])(" + UnreadKotlin.NAME + ")");

    private EndlessKotlin() {}

    static Cause why(String source) {
        if (source.length() > UnreadKotlin.LONGEST || !source.contains("while")) {
            return null;
        }
        List<String> lines = source.lines().map(UnreadKotlin::bare).toList();
        Cause found = null;
        for (int number = 0; number < lines.size(); number++) {
            Matcher loop = LOOP.matcher(lines.get(number));
            if (loop.find() && hasNoEnd(loop.group(1), body(lines, number))) {
                if (found != null) {
                    return null;
                }
                found = Cause.named("loop-without-end").at(number + 1);
            }
        }
        return found;
    }

    private static String body(List<String> lines, int first) {
        int last = WrongKotlin.end(lines, first);
        return String.join("\n", lines.subList(first + 1, Math.max(last, first + 1)));
    }

    /** Tells whether nothing that its question names is changed in it, and nothing leaves it. */
    private static boolean hasNoEnd(String question, String body) {
        if (LEAVES.matcher(body).find() || CALL.matcher(question).find()) {
            return false;
        }
        Matcher word = WORD.matcher(question);
        while (word.find()) {
            String name = Pattern.quote(word.group(1));
            String changed = "\\b" + name + "\\s*(?:[-+*/%]?=(?!=)|\\+\\+|--)|(?:\\+\\+|--)\\s*" + name + "\\b"
                    + "|\\b" + name + "\\s*\\.\\s*\\w+\\s*\\(|\\b" + name + "\\s*\\[[^\\]]*\\]\\s*=";
            if (Pattern.compile(changed).matcher(body).find()) {
                return false;
            }
        }
        return true;
    }
}

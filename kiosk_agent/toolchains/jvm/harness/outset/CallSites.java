package outset;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where inlined functions were called from. Kotlin copies most of its library's functions into the program, under line
 * numbers behind the file's last, and says in a source map (JSR-45, stratum "KotlinDebug") which calls they stand for.
 */
final class CallSites {
    private static final String STRATUM = "*S KotlinDebug";
    private static final Pattern RANGE = Pattern.compile("(?m)^(\\d+)(?:#\\d+)?(?:,(\\d+))?:(\\d+)(?:,(\\d+))?$");

    private CallSites() {}

    /** Returns the line of the program that `line` of a class stands for; `line` itself when it stands for none. */
    static int line(byte[] classFile, int line) {
        String text = new String(classFile, StandardCharsets.ISO_8859_1);
        int start = text.indexOf(STRATUM);
        int end = start < 0 ? -1 : text.indexOf("*E", start);
        if (end < 0) {
            return line;
        }
        Matcher range = RANGE.matcher(text.substring(start, end));
        while (range.find()) {
            int first = Integer.parseInt(range.group(3));
            int step = range.group(4) == null ? 1 : Integer.parseInt(range.group(4));
            int count = range.group(2) == null ? 1 : Integer.parseInt(range.group(2));
            if (line >= first && line < first + step * count) {
                return Integer.parseInt(range.group(1)) + (line - first) / step;
            }
        }
        return line;
    }
}

package outset;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Words that are nearly others. */
final class Likeness {
    private static final int LONGEST = 40;

    private Likeness() {}

    /** Returns word for word what stands behind each name: "if", "si se" gives si and se -> if. */
    static Map<String, String> table(String... pairs) {
        Map<String, String> table = new HashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            for (String own : pairs[index + 1].split(" ")) {
                table.put(own, pairs[index]);
            }
        }
        return table;
    }

    /** Returns the one of `names` that `word` is nearly, or null. Of words up to `shortest` letters, one may be another. */
    static String nearest(String word, Collection<String> names, int shortest) {
        String best = null;
        double least = word.length() <= shortest ? 2 : 3;
        for (String name : names) {
            if (name.equals(word) || Math.max(name.length(), word.length()) > LONGEST
                    || Math.abs(name.length() - word.length()) >= least) {
                continue;
            }
            // Another case, or no accents, is the same word written otherwise.
            double distance = plain(name).equals(plain(word)) ? 0.5 : steps(plain(word), plain(name));
            if (distance < least && distance < name.length() / 2.0) {
                best = name;
                least = distance;
            }
        }
        return best;
    }

    static String plain(String word) {
        return withoutAccents(word).toLowerCase();
    }

    static String withoutAccents(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }

    /** Returns how many letters are other ones, missing, too many, or two changed about. */
    private static int steps(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                steps[i][j] = Math.min(Math.min(steps[i - 1][j], steps[i][j - 1]) + 1, steps[i - 1][j - 1] + same);
                boolean isTurned = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (isTurned) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[one.length()][other.length()];
    }
}

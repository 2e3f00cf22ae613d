package outset;

import java.util.List;
import java.util.Map;

/** A compiler that stays loaded. */
interface Language {

    /** What became of a compilation: classes (binary name to bytes) when there are no problems. */
    record Compiled(Map<String, byte[]> classes, List<Problem> problems) {}

    /** An error of the compiler's, as it says it; file is null and line 0 when it names none. */
    record Problem(String file, int line, String message) {}

    Compiled compile(HandIn handIn) throws Exception;

    /** Returns a small exercise whose run uses most of what others will. */
    HandIn rehearsal(int number);

    /** Leaves nothing of what was compiled where a later program could find it. */
    default void forget() throws Exception {}

    /** Name and version, as in "21.0.9" or "2.4.20, java 21.0.9". */
    String version();
}

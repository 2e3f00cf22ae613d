package outset;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Why something went wrong: the id of an entry of plain words, the line where, or null, and what its texts name. */
record Cause(String name, Integer line, Map<String, String> facts) {

    /** Returns the cause of that name; null for null. */
    static Cause named(String name) {
        return name == null ? null : new Cause(name, null, Map.of());
    }

    /** Returns the cause with its facts, each behind its name. */
    static Cause with(String name, String... pairs) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            facts.put(pairs[index], pairs[index + 1]);
        }
        return new Cause(name, null, facts);
    }

    /** Returns what `look` finds; whatever goes wrong in it costs the words only. */
    static Cause orNone(Supplier<Cause> look) {
        try {
            return look.get();
        } catch (RuntimeException | StackOverflowError unknown) {
            return null;
        }
    }

    Cause at(int place) {
        return new Cause(name, place, facts);
    }

    /** Returns it as the report says it. */
    static Map<String, Object> told(Cause cause) {
        return cause == null ? null : Map.of("name", cause.name(), "facts", cause.facts());
    }
}

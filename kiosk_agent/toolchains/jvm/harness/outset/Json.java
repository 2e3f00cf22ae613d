package outset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As much JSON as a hand-in and a report need; a JDK has none of its own. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Returns maps, lists, strings, numbers (as Double), booleans and null. The runner wrote it: it is not checked. */
    static Object parse(String text) {
        return new Json(text).value();
    }

    private Object value() {
        char next = peek();
        if (next == '{') {
            return object();
        }
        if (next == '[') {
            return array();
        }
        return next == '"' ? string() : word();
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        at++;
        while (peek() != '}') {
            String key = string();
            expect(':');
            object.put(key, value());
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        at++;
        while (peek() != ']') {
            array.add(value());
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return array;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char next = text.charAt(at++); next != '"'; next = text.charAt(at++)) {
            string.append(next == '\\' ? escaped() : next);
        }
        return string.toString();
    }

    private char escaped() {
        char next = text.charAt(at++);
        if (next == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        return switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> next;
        };
    }

    private Object word() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> Double.valueOf(word);
        };
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw new IllegalArgumentException("no JSON at " + at);
        }
        at++;
    }

    /** Appends `value` (as parse returns it, and whole numbers) to `line`. */
    static void write(StringBuilder line, Object value) {
        if (value instanceof Map<?, ?> object) {
            String between = "{";
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                write(line.append(between), entry.getKey());
                write(line.append(':'), entry.getValue());
                between = ",";
            }
            line.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> array) {
            String between = "[";
            for (Object item : array) {
                write(line.append(between), item);
                between = ",";
            }
            line.append(array.isEmpty() ? "[]" : "]");
        } else if (value instanceof String string) {
            quote(line, string);
        } else {
            line.append(value);
        }
    }

    private static void quote(StringBuilder line, String string) {
        line.append('"');
        for (int index = 0; index < string.length(); index++) {
            char next = string.charAt(index);
            if (next == '"' || next == '\\') {
                line.append('\\').append(next);
            } else if (next < ' ' || next > '~') {
                line.append(String.format("\\u%04x", (int) next));
            } else {
                line.append(next);
            }
        }
        line.append('"');
    }
}

package outset;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the runner handed in: files (path to text), and which of them are the learner's and which are tests. */
record HandIn(Map<String, String> files, List<String> solution, List<String> tests) {

    /**
     * Waits for four bytes of length and JSON; tells the reporter the nonce, which stays nowhere else.
     *
     * <p>A length of nothing goes before it when somebody waits for this jail: see {@link Worker}.
     */
    static HandIn receive(InputStream stdin, Reporter reporter) throws IOException {
        DataInputStream input = new DataInputStream(stdin);
        int length = input.readInt();
        byte[] body = new byte[length == 0 ? input.readInt() : length];
        input.readFully(body);
        Map<?, ?> content = (Map<?, ?>) Json.parse(new String(body, StandardCharsets.UTF_8));
        reporter.begin((String) content.get("nonce"));
        Map<String, String> files = new LinkedHashMap<>();
        ((Map<?, ?>) content.get("files")).forEach((path, text) -> files.put((String) path, (String) text));
        return new HandIn(files, strings(content.get("solution")), strings(content.get("tests")));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }

    /** Returns the path of the file that a compiler or a stack trace calls `name`; null when it is none of these. */
    String pathOf(String name) {
        return files.keySet().stream()
                .filter(path -> path.equals(name) || path.endsWith("/" + name))
                .findFirst()
                .orElse(null);
    }

    /** Returns line `number` (from 1) of a file; empty when there is none. */
    String line(String path, int number) {
        return files.getOrDefault(path, "").lines().skip(Math.max(number - 1, 0)).findFirst().orElse("");
    }
}

package outset;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.ComparisonFailure;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;

/** What a failed assertion says, in one shape for all libraries of assertions: two lines where there are two values. */
final class Difference {
    private static final Pattern TWO_VALUES =
            Pattern.compile("(?s)(?:expected:<|Expected <)(.*)>(?: but was:<|, actual <)(.*)>\\.?");

    private Difference() {}

    /** Returns the message; empty when the assertion gave none. */
    static String of(AssertionError error) {
        String message = error.getMessage() == null ? "" : error.getMessage().strip();
        // With words of the test's own before the values, those are said as they are.
        if (error instanceof ComparisonFailure failure && message.startsWith("expected:<")) {
            return lines(quoted(failure.getExpected()), quoted(failure.getActual()));
        }
        if (error instanceof AssertionFailedError failure && failure.isExpectedDefined() && failure.isActualDefined()) {
            return lines(shown(failure.getExpected()), shown(failure.getActual()));
        }
        Matcher values = TWO_VALUES.matcher(message);
        return values.matches() ? lines(values.group(1), values.group(2)) : message;
    }

    private static String lines(String expected, String received) {
        return "Expected: " + expected + "\nReceived: " + received;
    }

    private static String shown(ValueWrapper value) {
        return value.getType() == String.class ? quoted(value.getStringRepresentation()) : value.getStringRepresentation();
    }

    private static String quoted(String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}

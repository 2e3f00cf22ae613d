package outset;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.ComparisonFailure;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;

/**
 * What a failed assertion says, in one shape for all libraries of assertions: two lines where there are two values, which
 * then stand beside them too. Cause says why, where the values or the program tell it.
 */
record Difference(String message, String expected, String received, Cause cause) {
    private static final Pattern TWO_VALUES =
            Pattern.compile("(?s)(?:expected:<|Expected <)(.*)>(?: but was:<|, actual <)(.*)>\\.?");

    static Difference words(String message) {
        return new Difference(message, null, null, null);
    }

    /** Returns the difference; its message is empty when the assertion gave none. */
    static Difference of(AssertionError error) {
        String message = error.getMessage() == null ? "" : error.getMessage().strip();
        // With words of the test's own before the values, those are said as they are.
        if (error instanceof ComparisonFailure failure && message.startsWith("expected:<")) {
            return lines(quoted(failure.getExpected()), quoted(failure.getActual()));
        }
        if (error instanceof AssertionFailedError failure && failure.isExpectedDefined() && failure.isActualDefined()) {
            return lines(shown(failure.getExpected()), shown(failure.getActual()));
        }
        Matcher values = TWO_VALUES.matcher(message);
        return values.matches() ? lines(values.group(1), values.group(2)) : words(message);
    }

    /** Returns the same with the row of the test before it; no row is null, and what says nothing stays so. */
    Difference at(String row) {
        boolean isSame = row == null || message == null || message.isEmpty();
        return isSame ? this : new Difference(row + "\n" + message, expected, received, cause);
    }

    /** Returns the same with a cause, unless it is null. */
    Difference because(Cause found) {
        return found == null ? this : new Difference(message, expected, received, found);
    }

    private static Difference lines(String expectedOrNull, String receivedOrNull) {
        // A learner's toString may give back nothing.
        String expected = String.valueOf(expectedOrNull);
        String received = String.valueOf(receivedOrNull);
        String message = "Expected: " + expected + "\nReceived: " + received;
        boolean areLines = expected.indexOf('\n') < 0 && received.indexOf('\n') < 0;
        return areLines ? new Difference(message, expected, received, Cause.named(cause(expected, received))) : words(message);
    }

    private static String cause(String expected, String received) {
        if (received.equals("null")) {
            return "null-returned";
        }
        if (received.equals("kotlin.Unit")) {
            return "nothing-returned";
        }
        boolean areTexts = expected.startsWith("\"") && received.startsWith("\"");
        return areTexts && !expected.equals(received) && inside(expected).equals(inside(received)) ? "spaces-differ" : null;
    }

    private static String inside(String quoted) {
        return quoted.substring(1, Math.max(quoted.length() - 1, 1)).strip();
    }

    private static String shown(ValueWrapper value) {
        return value.getType() == String.class ? quoted(value.getStringRepresentation()) : value.getStringRepresentation();
    }

    private static String quoted(String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}

package outset;

import java.util.List;
import java.util.regex.Pattern;

/** Why no test could be run, with the place in a file where there is one; cause says why, where that is known. */
record Breakage(String stage, String message, String file, Integer line, AskedBy askedBy, Cause cause) {
    /** The line of a test that asks the program for something that it does not have. */
    record AskedBy(String file, int line, String text) {}

    Breakage(String stage, String message, String file, Integer line) {
        this(stage, message, file, line, null, null);
    }

    // What a test imports of a library that is not here, or cannot be read, is no fault of the learner's.
    private static final Pattern LIBRARY_IMPORT =
            Pattern.compile("^\\s*import\\s+(static\\s+)?(org|com|net|io|java|javax|kotlin|kotlinx|okhttp3)\\..*");
    private static final Pattern UNREADABLE = Pattern.compile("(?i)^(syntax error|expecting|';' expected|class, interface).*");

    /** Returns the breakage of a compilation: the first problem of the learner's own files before any other. */
    static Breakage compiling(List<Language.Problem> problems, HandIn handIn) {
        Language.Problem first = problems.stream()
                .filter(problem -> handIn.solution().contains(problem.file()))
                .findFirst()
                .orElse(problems.get(0));
        String file = first.file();
        Integer line = first.line() > 0 ? first.line() : null;
        if (file == null || handIn.solution().contains(file) || !isLack(problems, handIn)) {
            return of(problems, first, handIn);
        }
        // A test that fits every right answer and not this program asks it for something that it does not have.
        String asked = handIn.line(file, first.line()).strip();
        return new Breakage("compile", first.message(), handIn.solution().get(0), null,
                new AskedBy(file, first.line(), asked), null);
    }

    /** Returns the first problem of which the program's text says why; else the first of all. */
    private static Breakage of(List<Language.Problem> problems, Language.Problem first, HandIn handIn) {
        for (Language.Problem problem : problems) {
            Cause cause = cause(problem, handIn);
            if (cause != null) {
                int line = cause.line() == null ? problem.line() : cause.line();
                return new Breakage("compile", problem.message(), problem.file(), line, null, cause);
            }
        }
        return new Breakage("compile", first.message(), first.file(), first.line() > 0 ? first.line() : null);
    }

    private static Cause cause(Language.Problem problem, HandIn handIn) {
        boolean isKotlin = problem.file() != null && problem.file().endsWith(".kt");
        if (!isKotlin || !handIn.solution().contains(problem.file())) {
            return null;
        }
        return Cause.orNone(() ->
                UnreadKotlin.why(handIn.files().get(problem.file()), problem.message(), problem.line()));
    }

    private static boolean isLack(List<Language.Problem> problems, HandIn handIn) {
        return problems.stream().noneMatch(problem -> problem.file() == null
                || UNREADABLE.matcher(problem.message()).matches()
                || LIBRARY_IMPORT.matcher(handIn.line(problem.file(), problem.line())).matches());
    }

    /** Returns the breakage of a program that was started and stopped by `error`. */
    static Breakage loading(Throwable error, HandIn handIn) {
        Place place = Place.of(error, handIn);
        return new Breakage("load", describe(error), place.file(), place.line());
    }

    /** Returns `error` in one line or more, whatever the learner's own exception does when asked. */
    static String describe(Throwable error) {
        try {
            return String.valueOf(error);
        } catch (Throwable ownFault) {
            return error.getClass().getName();
        }
    }
}

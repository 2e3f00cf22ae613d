package outset;

import java.util.ArrayList;
import java.util.List;
import org.junit.runner.Description;
import org.junit.runner.Request;
import org.junit.runner.Runner;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;
import org.junit.runner.notification.RunNotifier;

/** Tests written for JUnit 4, as Kotlin's tests are when they do not say otherwise. */
final class JunitTests extends RunListener {
    private final Suite suite;
    private Throwable error;
    private boolean isLeftOut;

    JunitTests(Suite suite) {
        this.suite = suite;
    }

    void run(List<Class<?>> classes) throws Throwable {
        List<Class<?>> chosen = classes.stream().filter(JunitTests::holdsTests).toList();
        if (chosen.isEmpty()) {
            // A class that gathers others is run when those stand in files beside it, and not listed by themselves.
            chosen = classes;
        }
        Runner runner = Request.classes(chosen.toArray(Class<?>[]::new))
                .sortWith((one, other) -> Integer.compare(place(one), place(other)))
                .getRunner();
        List<String> names = new ArrayList<>();
        collect(runner.getDescription(), names);
        if (chosen.stream().noneMatch(type -> type.isAnnotationPresent(org.junit.runner.RunWith.class))) {
            // Found by reading the classes alone: a runner of another kind may run the program to find its rows.
            suite.announced(names);
        }
        suite.collected(names);
        RunNotifier notifier = new RunNotifier();
        notifier.addListener(this);
        runner.run(notifier);
    }

    private static boolean holdsTests(Class<?> type) {
        return !type.isAnnotationPresent(org.junit.runners.Suite.SuiteClasses.class)
                && (type.isAnnotationPresent(org.junit.runner.RunWith.class)
                        || List.of(type.getMethods()).stream()
                                .anyMatch(method -> method.isAnnotationPresent(org.junit.Test.class)));
    }

    private int place(Description description) {
        return description.getMethodName() == null ? 0 : suite.place(description.getMethodName());
    }

    private void collect(Description description, List<String> names) {
        // What has no method either is a class without tests, such as one that only gathers others in itself.
        if (description.isTest() && description.getMethodName() != null) {
            names.add(Suite.named(description.getMethodName()));
        }
        description.getChildren().forEach(child -> collect(child, names));
    }

    @Override
    public void testSuiteStarted(Description description) {
        suite.reportHeld();
    }

    @Override
    public void testStarted(Description description) {
        error = null;
        isLeftOut = false;
        suite.started(Suite.named(description.getMethodName()));
    }

    @Override
    public void testFailure(Failure failure) {
        if (failure.getDescription().getMethodName() == null) {
            List<String> within = new ArrayList<>();
            collect(failure.getDescription(), within);
            suite.reportAround(within, failure.getException());
        } else if (error == null) {
            error = failure.getException();
        }
    }

    /** Left out by the tests themselves; one that the program throws has not passed. */
    @Override
    public void testAssumptionFailure(Failure failure) {
        if (failure.getDescription().getMethodName() != null && suite.isOwnAssumption(failure.getException())) {
            isLeftOut = true;
        } else {
            testFailure(failure);
        }
    }

    @Override
    public void testFinished(Description description) {
        if (isLeftOut && error == null) {
            suite.skipped(Suite.named(description.getMethodName()));
        } else {
            suite.report(Suite.named(description.getMethodName()), description.getMethodName(), error);
        }
    }
}

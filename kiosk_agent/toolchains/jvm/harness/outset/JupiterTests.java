package outset;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests written for JUnit 5. */
final class JupiterTests implements TestExecutionListener {
    private static final LauncherConfig ONLY_OURS = LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build();

    private final Suite suite;
    private final Map<String, String> names = new LinkedHashMap<>();
    private TestPlan plan;
    private Throwable firstOfRows;
    private String failedRow;
    private boolean hasLeftOutRow;
    private boolean hasRunRow;

    JupiterTests(Suite suite) {
        this.suite = suite;
    }

    void run(List<Class<?>> classes, ClassLoader space) {
        InSourceOrder.places = suite.places();
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter("junit.jupiter.testmethod.order.default", InSourceOrder.class.getName());
        classes.forEach(type -> request.selectors(DiscoverySelectors.selectClass(type)));
        Launcher launcher = LauncherFactory.create(ONLY_OURS);
        Thread thread = Thread.currentThread();
        // Our own order is found by name, and the learner's classes never are.
        thread.setContextClassLoader(JupiterTests.class.getClassLoader());
        plan = launcher.discover(request.build());
        thread.setContextClassLoader(space);
        plan.getRoots().forEach(this::collect);
        // Found by reading the classes alone: nothing of the program has run.
        suite.announced(List.copyOf(names.values()));
        suite.collected(List.copyOf(names.values()));
        launcher.execute(plan, this);
    }

    /** A test that is run once a row counts as one: its rows are known only when it runs. */
    private void collect(TestIdentifier identifier) {
        String method = method(identifier);
        if (!method.isEmpty()) {
            String shown = identifier.getDisplayName();
            names.put(identifier.getUniqueId(), shown.startsWith(method + "(") ? method : shown);
        } else {
            plan.getChildren(identifier).forEach(this::collect);
        }
    }

    private static String method(TestIdentifier identifier) {
        return identifier.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse("");
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        if (names.containsKey(identifier.getUniqueId())) {
            firstOfRows = null;
            failedRow = null;
            hasLeftOutRow = false;
            hasRunRow = false;
            suite.started(names.get(identifier.getUniqueId()));
        } else if (!identifier.isTest()) {
            suite.reportHeld();
        }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        Throwable error = result.getThrowable().orElse(null);
        String name = names.get(identifier.getUniqueId());
        boolean isLeftOut = result.getStatus() == TestExecutionResult.Status.ABORTED && suite.isOwnAssumption(error);
        if (name != null) {
            if (isLeftOut || (error == null && hasLeftOutRow && !hasRunRow)) {
                suite.skipped(name);
            } else {
                suite.report(name, method(identifier), error == null ? firstOfRows : error, failedRow);
            }
        } else if (identifier.isTest()) {
            rowFinished(identifier, isLeftOut, error);
        } else if (isLeftOut) {
            executionSkipped(identifier, "");
        } else if (error != null) {
            suite.reportAround(plan.getDescendants(identifier).stream().map(this::name).toList(), error);
        }
    }

    private String name(TestIdentifier identifier) {
        return names.getOrDefault(identifier.getUniqueId(), "");
    }

    private void rowFinished(TestIdentifier row, boolean isLeftOut, Throwable error) {
        hasLeftOutRow |= isLeftOut;
        hasRunRow |= !isLeftOut;
        if (firstOfRows == null && error != null && !isLeftOut) {
            firstOfRows = error;
            failedRow = row.getDisplayName();
        }
    }

    /** Leaves out what an annotation's condition leaves out: one test, or all of a class. */
    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        String name = names.get(identifier.getUniqueId());
        if (name != null) {
            suite.skipped(name);
        } else {
            plan.getChildren(identifier).forEach(child -> executionSkipped(child, reason));
        }
    }

    /** As written in the file. Made by JUnit itself, so that what it orders by can only stand in a static field. */
    public static final class InSourceOrder implements MethodOrderer {
        private static Map<String, Integer> places = Map.of();

        @Override
        public void orderMethods(MethodOrdererContext context) {
            context.getMethodDescriptors().sort(Comparator.comparingInt(
                    descriptor -> places.getOrDefault(descriptor.getMethod().getName(), Integer.MAX_VALUE)));
        }
    }
}

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
    private Throwable firstOfRows;

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
        TestPlan plan = launcher.discover(request.build());
        thread.setContextClassLoader(space);
        plan.getRoots().forEach(root -> collect(plan, root));
        suite.collected(List.copyOf(names.values()));
        launcher.execute(plan, this);
    }

    /** A test that is run once a row counts as one: its rows are known only when it runs. */
    private void collect(TestPlan plan, TestIdentifier identifier) {
        String method = method(identifier);
        if (!method.isEmpty()) {
            String shown = identifier.getDisplayName();
            names.put(identifier.getUniqueId(), shown.startsWith(method + "(") ? method : shown);
        } else {
            plan.getChildren(identifier).forEach(child -> collect(plan, child));
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
            suite.started(names.get(identifier.getUniqueId()));
        }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        Throwable error = result.getThrowable().orElse(null);
        String name = names.get(identifier.getUniqueId());
        if (name != null) {
            suite.report(name, method(identifier), error == null ? firstOfRows : error);
        } else if (identifier.isTest()) {
            firstOfRows = firstOfRows == null ? error : firstOfRows;
        } else if (error != null) {
            suite.reportRest(error);
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

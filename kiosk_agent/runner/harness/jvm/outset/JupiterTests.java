package outset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
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
    private final Reporter reporter;
    private TestPlan plan;

    JupiterTests(Suite suite, Reporter reporter) {
        this.suite = suite;
        this.reporter = reporter;
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
        List<String> names = new ArrayList<>();
        plan.getRoots().forEach(root -> collect(root, names));
        reporter.collected(names);
        launcher.execute(plan, this);
    }

    private void collect(TestIdentifier identifier, List<String> names) {
        if (identifier.isTest()) {
            names.add(name(identifier));
        }
        plan.getChildren(identifier).stream().forEach(child -> collect(child, names));
    }

    private static String method(TestIdentifier identifier) {
        return identifier.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse("");
    }

    /** Returns the display name, or the method's when it was given none; a row's is that of its table. */
    private String name(TestIdentifier identifier) {
        UniqueId.Segment last = UniqueId.parse(identifier.getUniqueId()).getLastSegment();
        if (last.getValue().matches("#\\d+")) {
            String table = plan.getParent(identifier).map(this::name).orElse("");
            return table + "[" + last.getValue().substring(1) + "]";
        }
        String method = method(identifier);
        String shown = identifier.getDisplayName();
        return !method.isEmpty() && shown.startsWith(method + "(") ? method : shown;
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        if (identifier.isTest()) {
            reporter.started(name(identifier));
        }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (identifier.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            Throwable error = result.getThrowable().orElse(null);
            suite.report(name(identifier), method(identifier), error);
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

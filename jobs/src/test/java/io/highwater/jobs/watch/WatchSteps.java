package io.highwater.jobs.watch;

import io.highwater.jobs.pipeline.step.PipelineStep;
import io.highwater.jobs.pipeline.step.StepContext;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Steps of a pipeline that is watched. */
public final class WatchSteps {
    private WatchSteps() {}

    /** Looks at the figures as Prometheus and as JMX consoles do, and writes down what it sees. */
    public static final class Look implements PipelineStep {
        @Override
        public void run(StepContext context) throws Exception {
            String ui = context.spark().sparkContext().uiWebUrl().get();
            try (InputStream page =
                    URI.create(ui + "/metrics/prometheus").toURL().openStream()) {
                Files.write(Path.of(context.options().get("prometheus")), page.readAllBytes());
            }
            Files.writeString(Path.of(context.options().get("jmx")), beans());
        }

        private static String beans() throws Exception {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            TreeMap<String, Object> counts = new TreeMap<>();
            for (ObjectName bean : server.queryNames(new ObjectName("metrics:type=counters,*"), null)) {
                counts.put(bean.getKeyProperty("name"), server.getAttribute(bean, "Count"));
            }
            return counts.toString();
        }
    }

    /** Fails, and says more of why than it should. */
    public static final class Leak implements PipelineStep {
        @Override
        public void run(StepContext context) {
            throw new IllegalStateException("no luck with the word " + System.getenv("DB_PASSWORD"));
        }
    }
}

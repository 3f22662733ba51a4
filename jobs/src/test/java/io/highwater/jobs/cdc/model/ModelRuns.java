package io.highwater.jobs.cdc.model;

import io.highwater.common.target.Stamp;
import io.highwater.jobs.cdc.model.Deliveries.Delivery;
import io.highwater.jobs.cdc.table.EventTable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Tables are loaded with many feeds that arrive in several ways. With -Dhighwater.test.deliveries=all in every way, for
 * minutes; with -Dhighwater.test.seeds and .first-seed other feeds.
 */
public final class ModelRuns {
    private static final int SEEDS = Integer.getInteger("highwater.test.seeds", 24);
    private static final int FIRST = Integer.getInteger("highwater.test.first-seed", 0);
    private static final int AT_A_TIME = Integer.getInteger("highwater.test.seeds-at-a-time", 24);

    private ModelRuns() {}

    /** What is to hold of one delivery. */
    public interface Trial {
        /**
         * @param events all that is delivered
         * @param name for messages and directories
         */
        void of(List<Event> events, List<List<Event>> batches, String name);
    }

    /** @param inBuild the one way in which events arrive unless all are asked for, of the names in {@link Deliveries} */
    public static void each(Shape shape, String inBuild, Trial trial) {
        boolean all = System.getProperty("highwater.test.deliveries", "").equals("all");
        for (int first = FIRST; first < FIRST + SEEDS; first += AT_A_TIME) {
            List<Event> events = ManyFeeds.of(first, AT_A_TIME, shape);
            List<Delivery> asked = ManyFeeds.deliveries(first, AT_A_TIME, shape).stream()
                    .filter(delivery -> all || delivery.name().equals(inBuild))
                    .toList();
            if (asked.isEmpty()) {
                throw new IllegalArgumentException("No delivery is " + inBuild);
            }
            for (Delivery delivery : asked) {
                trial.of(events, delivery.batches(), "seeds from " + first + ", " + delivery.name());
            }
        }
    }

    /** Loads batches one after another, each by a run of its own. */
    public static void load(SparkSession spark, EventTable table, List<List<Event>> batches) {
        for (int batch = 0; batch < batches.size(); batch++) {
            List<Event> events = batches.get(batch);
            Stamp stamp = new Stamp("model", "run", batch + 1, "cdc-merge", Map.of());
            var unused = table.stage(EventRows.of(spark, events), EventRows.content(events), stamp)
                    .publish(stamp);
        }
    }
}

package io.highwater.common.watch;

import io.highwater.common.state.RunRecord;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells OpenLineage of a run, where OpenLineage's listener is one of the session's. The listener itself sees what Spark reads; it
 * does not see what comes of it, because tables are committed without Spark's commands for writing. Nothing of this fails a run.
 */
public final class Lineage {
    private static final Logger LOG = LoggerFactory.getLogger(Lineage.class);
    private static final String LISTENER = "io.openlineage.spark.agent.OpenLineageSparkListener";
    private static final String SWITCHED_OFF = "spark.openlineage.disabled";

    private Optional<LineageEvents> events = Optional.empty();

    /**
     * A run begins.
     *
     * @param facts what there is to know of it; asked if anybody wants to know
     */
    public void begun(SparkSession spark, Supplier<RunFacts> facts) {
        begun(spark.sparkContext().getConf(), () -> spark.sessionState().newHadoopConf(), facts);
    }

    void begun(SparkConf settings, Supplier<Configuration> hadoop, Supplier<RunFacts> facts) {
        if (isWanted(settings)) {
            safely(() -> {
                LineageEvents telling = LineageEvents.of(settings, hadoop.get(), facts.get());
                events = Optional.of(telling);
                telling.started();
            });
        }
    }

    /** The run is over. */
    public void ended(RunRecord record) {
        events.ifPresent(telling -> safely(() -> telling.ended(record)));
    }

    /** The listener's presence says that its classes are there. */
    static boolean isWanted(SparkConf settings) {
        return Arrays.asList(settings.get("spark.extraListeners", "").split("\\s*,\\s*"))
                        .contains(LISTENER)
                && !settings.getBoolean(SWITCHED_OFF, false);
    }

    /** What failed once is not tried again in this run. Other versions of OpenLineage may lack what is called. */
    private void safely(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | LinkageError failure) {
            events = Optional.empty();
            LOG.warn(
                    "OpenLineage is not told of this run, which goes on: {}",
                    ExceptionUtils.getRootCauseMessage(failure));
            LOG.debug("OpenLineage is not told of this run", failure);
        }
    }
}

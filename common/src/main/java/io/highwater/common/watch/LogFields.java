package io.highwater.common.watch;

import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.slf4j.MDC;

/**
 * What every line of the log says of the work it is about, beside its text: the fields {@code job}, {@code run} and, where a run
 * has several units, {@code unit}. Layouts that write the context, such as Spark's JSON layout, write them.
 */
public record LogFields(String job, String run) {
    private static final String JOB = "job";
    private static final String RUN = "run";
    private static final String UNIT = "unit";
    /** Spark hands on to a task's log what its thread has under such names. */
    private static final String OF_TASKS = "mdc.";

    /** This thread works for the run, until it works for another: why a run failed is said when it is over. */
    public void begin() {
        MDC.put(JOB, job);
        MDC.put(RUN, run);
    }

    /** Spark's tasks for this thread, and for threads that it starts, do so too, as {@code mdc.job} and {@code mdc.run}. */
    public void beginTasks(SparkSession spark) {
        spark.sparkContext().setLocalProperty(OF_TASKS + JOB, job);
        spark.sparkContext().setLocalProperty(OF_TASKS + RUN, run);
    }

    /** This thread works for one unit of the run, until that is closed; then for what it worked for before. */
    public Scope unit(String name) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        begin();
        MDC.put(UNIT, name);
        return () -> restore(before);
    }

    /** What this thread works for is over. */
    public static void end() {
        MDC.remove(JOB);
        MDC.remove(RUN);
    }

    private static void restore(Map<String, String> before) {
        MDC.setContextMap(before == null ? Map.of() : before);
    }

    /** A time during which the log says something more. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}

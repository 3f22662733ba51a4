package io.highwater.jobs.pipeline;

import io.highwater.common.spark.ScalaValues;
import io.highwater.jobs.pipeline.step.StepWork;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * Sessions for steps: each has one to itself while it runs. To make one costs a good part of what a job with nothing to do
 * costs, so jobs take over those that others are done with, as they were when they were new. Users' own steps, which may do
 * anything to a session, get new ones.
 */
final class StepSessions {
    private final SparkSession parent;
    private final ConcurrentLinkedDeque<SparkSession> free = new ConcurrentLinkedDeque<>();

    StepSessions(SparkSession parent) {
        this.parent = parent;
    }

    /** A session that nobody else uses now. */
    SparkSession take(StepWork work) {
        SparkSession used = work.leavesSessionClean() ? free.poll() : null;
        return used == null ? parent.newSession() : used;
    }

    /** A job is done with it. */
    void giveBack(SparkSession session, StepWork work) {
        if (work.leavesSessionClean()) {
            reset(session);
            free.push(session);
        }
    }

    /** Jobs set nothing in a session but its configuration. */
    private void reset(SparkSession session) {
        RuntimeConfig settings = session.conf();
        Map<String, String> fresh = ScalaValues.map(parent.conf().getAll());
        ScalaValues.map(settings.getAll()).forEach((name, value) -> {
            if (!value.equals(fresh.get(name)) && settings.isModifiable(name)) {
                settings.unset(name);
            }
        });
        fresh.forEach((name, value) -> {
            if (settings.isModifiable(name)) {
                settings.set(name, value);
            }
        });
    }
}

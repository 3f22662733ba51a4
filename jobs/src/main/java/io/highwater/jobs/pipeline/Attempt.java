package io.highwater.jobs.pipeline;

import io.highwater.jobs.pipeline.step.StepContext;
import io.highwater.jobs.pipeline.step.StepWork;
import java.util.concurrent.BlockingQueue;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** One attempt at a step, in a thread of its own, with a session of its own. */
final class Attempt {
    private final StepSettings step;
    private final int number;
    private final StepContext context;
    private final String tag;
    private final Thread thread;
    private volatile boolean cancelled;

    /**
     * How an attempt ended.
     *
     * @param done what it did; null if it failed
     * @param failure why it failed; null if it did not
     */
    record Ended(Attempt attempt, StepWork.Done done, Throwable failure) {}

    Attempt(StepSettings step, int number, StepContext context, BlockingQueue<Ended> endings) {
        this.step = step;
        this.number = number;
        this.context = context;
        this.tag = "highwater-" + context.run() + "-" + step.name() + "-" + number;
        this.thread = new Thread(() -> endings.add(ended()), "highwater-step-" + step.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    StepSettings step() {
        return step;
    }

    /** The first is 1. */
    int number() {
        return number;
    }

    SparkSession session() {
        return context.spark();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Ends its Spark jobs, and keeps it from starting more of them for long. */
    void cancel() {
        cancelled = true;
        context.spark().sparkContext().cancelJobsWithTag(tag);
    }

    /** Wakes it, whatever it waits for. */
    void interrupt() {
        cancel();
        thread.interrupt();
    }

    /** Threads that the step starts, and queries that it starts, inherit the tag. */
    private Ended ended() {
        SparkContext spark = context.spark().sparkContext();
        SparkSession.setActiveSession(context.spark());
        spark.addJobTag(tag);
        spark.setInterruptOnCancel(true);
        spark.setJobDescription("step " + step.name());
        try {
            return new Ended(this, step.work().run(context), null);
        } catch (Exception | Error failure) {
            return new Ended(this, null, failure);
        }
    }
}

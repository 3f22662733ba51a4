package io.highwater.jobs.cdc;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/** The processor time that the tasks of a query take; what others do on the machine is not in it. */
public final class TaskTime extends SparkListener {
    private static final String GROUP = "spark.jobGroup.id";
    private static final String LAST = "task time: last";

    private final SparkSession spark;
    private final AtomicLong nanos = new AtomicLong();
    private volatile int lastJob = -1;
    private volatile CountDownLatch told = new CountDownLatch(1);

    private TaskTime(SparkSession spark) {
        this.spark = spark;
    }

    public static TaskTime of(SparkSession spark) {
        TaskTime time = new TaskTime(spark);
        spark.sparkContext().addSparkListener(time);
        return time;
    }

    /** Seconds of processor time to compute all rows and columns of a frame. */
    public double seconds(Dataset<?> frame) throws InterruptedException {
        return seconds(() -> frame.write().format("noop").mode("overwrite").save());
    }

    /** Seconds of processor time of the tasks of whatever runs. */
    public double seconds(Runnable jobs) throws InterruptedException {
        await();
        nanos.set(0);
        jobs.run();
        await();
        return nanos.get() / 1e9;
    }

    /** Listeners are told in order: after the end of a job of ours they were told of all before it. */
    private void await() throws InterruptedException {
        told = new CountDownLatch(1);
        spark.sparkContext().setJobGroup(LAST, LAST, false);
        spark.range(0, 1, 1, 1).write().format("noop").mode("overwrite").save();
        spark.sparkContext().clearJobGroup();
        told.await();
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
        if (LAST.equals(start.properties().getProperty(GROUP))) {
            lastJob = start.jobId();
        }
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd end) {
        if (end.jobId() == lastJob) {
            told.countDown();
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        nanos.addAndGet(end.taskMetrics().executorCpuTime());
    }
}

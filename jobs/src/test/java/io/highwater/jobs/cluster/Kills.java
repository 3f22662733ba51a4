package io.highwater.jobs.cluster;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Processes of a running command on a cluster, killed when tasks run: the first one, and again after so many more. */
final class Kills implements Trial.Disturbance {
    private final Cluster cluster;
    private final Driver driver;
    private final Victim victim;
    private final int most;
    private final int tasksBetween;
    private int total;

    /** What is killed. */
    enum Victim {
        EXECUTOR,
        DRIVER
    }

    /**
     * @param driver of the command
     * @param most so many are killed of a command at most
     * @param tasksBetween that end before the next one is
     */
    Kills(Cluster cluster, Driver driver, Victim victim, int most, int tasksBetween) {
        this.cluster = cluster;
        this.driver = driver;
        this.victim = victim;
        this.most = most;
        this.tasksBetween = tasksBetween;
    }

    /** How many were killed. */
    int total() {
        return total;
    }

    @Override
    public void until(Process command) throws InterruptedException {
        int killed = 0;
        int next = tasksBetween;
        while (!command.waitFor(50, TimeUnit.MILLISECONDS)) {
            List<Driver.Executor> executors = killed < most ? driver.executors() : List.of();
            int completed =
                    executors.stream().mapToInt(Driver.Executor::completed).sum();
            Optional<Driver.Executor> busy =
                    executors.stream().filter(each -> each.active() > 0).findFirst();
            if (busy.isPresent() && completed >= next) {
                ProcessHandle process = process(busy.get());
                process.destroyForcibly();
                process.onExit().join();
                killed++;
                next = victim == Victim.EXECUTOR ? completed + tasksBetween : next + tasksBetween;
            }
        }
        total += killed;
    }

    private ProcessHandle process(Driver.Executor executor) {
        return victim == Victim.EXECUTOR ? cluster.executor(executor.id()) : cluster.driver();
    }
}

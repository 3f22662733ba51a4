package io.highwater.common.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.util.NoSuchElementException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class OutageTest {
    @Test
    void storeThatCannotBeReachedIsNoDefect() {
        IOException there = new IOException("listing s3a://lake/orders: failed", new ConnectException("Refused"));

        UserException told = Outage.behind(new IllegalStateException(there)).orElseThrow();

        assertThat(told.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(told)
                .hasMessage(
                        "Cannot use s3a://lake/orders: Refused. Check that it is there and can be reached from here, and"
                                + " the credentials and rights; then run again.");
    }

    @Test
    void whatWasToldUnderneathIsWhatIsTold() {
        UserException refusal = new UserException(ExitCode.CONFIGURATION, "no");

        assertThat(Outage.behind(new IllegalStateException(refusal))).containsSame(refusal);
    }

    @Test
    void clusterThatLosesExecutorsIsNoDefect() {
        RuntimeException lost =
                new IllegalStateException("Job aborted due to stage failure: Task 0 in stage 3.0 failed 4"
                        + " times, most recent failure: ExecutorLostFailure (executor 7 exited).\nDriver stacktrace:");

        UserException told = Outage.behind(new IllegalStateException(lost)).orElseThrow();

        assertThat(told.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(told)
                .hasMessage(
                        "Cannot go on: the cluster lost executors: Job aborted due to stage failure: Task 0 in stage"
                                + " 3.0 failed 4 times, most recent failure: ExecutorLostFailure (executor 7 exited). Find out why"
                                + " they died, often for want of memory; then run again.");
    }

    @Test
    void rightThatIsMissingIsNoDefect() {
        assertThat(Outage.behind(new IllegalStateException(new AccessDeniedException("/lake/orders")))
                        .orElseThrow())
                .hasMessageStartingWith("Cannot use the storage: permission denied: /lake/orders. Check that");
        assertThat(Outage.behind(new IllegalStateException(new AccessControlException("user=job, access=WRITE")))
                        .orElseThrow())
                .hasMessageStartingWith("Cannot use the storage: user=job, access=WRITE. Check that");
    }

    @Test
    void otherFailuresAreDefects() {
        assertThat(Outage.behind(new NoSuchElementException("s3a://lake/orders")))
                .isEmpty();
        assertThat(Outage.behind(new IllegalStateException(new FileNotFoundException("s3a://lake/orders"))))
                .isEmpty();
    }
}

package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.storage.S3Defaults;
import io.highwater.common.testing.S3Request;
import io.highwater.common.testing.TestS3;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;

class StateOnS3Test {
    private static final Duration TERM = Duration.ofMinutes(5);

    @Test
    void ofTwoProcessesThatBothFoundAJobFreeOneGetsItsLease() throws Exception {
        TestS3 s3 = TestS3.lettingTwoWritersMeetAtEach("runs/_delta_log/00000000000000000000.json");
        String state = "s3a://" + s3.bucket() + "/state";
        ExecutorService processes = Executors.newFixedThreadPool(2);
        List<Future<String>> outcomes = new ArrayList<>();
        for (String run : List.of("run-1", "run-2")) {
            Holder process = new Holder("host of " + run, "boot/1", 1, 1, "etl");
            StateStore store = new StateStore(s3.hadoop(), state, Clock.systemUTC(), process);
            outcomes.add(processes.submit(() -> outcome(store, run)));
        }

        List<String> said = new ArrayList<>();
        for (Future<String> outcome : outcomes) {
            said.add(outcome.get());
        }
        processes.shutdown();

        assertThat(said).containsOnlyOnce("has it").containsOnlyOnce("is refused");
    }

    @Test
    void finishedRunIsReadBackAndTheNextGenerationFollows() {
        TestS3 s3 = TestS3.server();
        String state = "s3a://" + s3.bucket() + "/state";
        Holder process = new Holder("far", "boot/1", 1, 1, "etl");

        Lease first = new StateStore(s3.hadoop(), state, Clock.systemUTC(), process).acquire(applicant("run-1"), TERM);
        new StateStore(s3.hadoop(), state, Clock.systemUTC(), process).release("orders");
        Lease second = new StateStore(s3.hadoop(), state, Clock.systemUTC(), process).acquire(applicant("run-2"), TERM);

        assertThat(second.generation()).isEqualTo(first.generation() + 1);
    }

    /** What one process asks: a checkpoint is looked for, the log listed, a checksum read, the store proven, two commits made. */
    @Test
    void runCostsTenRequestsOfState() throws IOException {
        TestS3 s3 = TestS3.server();
        String bucket = s3.bucket();
        Holder process = new Holder("far", "boot/1", 1, 1, "etl");
        Configuration hadoop = s3.hadoop();
        S3Defaults.missingIn(hadoop).forEach(hadoop::set);
        int before = 0;
        for (int run = 0; run < 3; run++) {
            FileSystem.closeAll();
            before = s3.requests(bucket).size();
            StateStore store = new StateStore(hadoop, "s3a://" + bucket + "/state", Clock.systemUTC(), process);
            Lease lease = store.acquire(applicant("run-" + run), TERM);
            store.finish(lease, ended(lease));
        }

        List<S3Request> all = s3.requests(bucket);
        assertThat(all.subList(before, all.size())).hasSizeLessThanOrEqualTo(10);
        assertThat(new StateStore(hadoop, "s3a://" + bucket + "/state", Clock.systemUTC(), process).runs())
                .hasSize(3);
    }

    private static RunRecord ended(Lease lease) {
        OptionalLong none = OptionalLong.empty();
        return new RunRecord(
                lease.job(),
                lease.run(),
                lease.generation(),
                lease.pattern(),
                RunStatus.SUCCESS,
                lease.since(),
                lease.since(),
                OptionalLong.of(0),
                none,
                none,
                none,
                none,
                lease.target(),
                none,
                Optional.empty());
    }

    private static String outcome(StateStore store, String run) {
        try {
            store.acquire(applicant(run), TERM);
            return "has it";
        } catch (LeaseHeldException held) {
            return "is refused";
        }
    }

    private static StateStore.Applicant applicant(String run) {
        return new StateStore.Applicant("orders", run, "full-refresh", "s3a://lake/orders");
    }
}

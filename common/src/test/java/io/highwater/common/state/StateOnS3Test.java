package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.testing.TestS3;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

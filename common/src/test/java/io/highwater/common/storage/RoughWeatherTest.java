package io.highwater.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.CloseableIterator;
import io.highwater.common.testing.Mishap;
import io.highwater.common.testing.S3Request;
import io.highwater.common.testing.TestS3;
import io.highwater.common.testing.Weather;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commits while requests and answers get lost. */
class RoughWeatherTest {
    private static final String COMMIT = "00000000000000000001.json";
    private static final DateTimeFormatter SIGNED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Mishap UNDECIDED = new Mishap.Refused(409, "ConditionalRequestConflict");

    static Stream<Mishap> lostAnswers() {
        return Stream.of(new Mishap.Unanswered(), new Mishap.Denied(500), new Mishap.Denied(503));
    }

    /** The request is sent again then, and refused because of what it did itself. */
    @ParameterizedTest
    @MethodSource("lostAnswers")
    void writerWhoseAnswerWasLostIsNotTakenForAnother(Mishap lost) throws Exception {
        Bucket bucket = new Bucket(Weather.first(1, RoughWeatherTest::makesTheCommit, lost));

        bucket.write("mine");

        assertThat(bucket.asked("PUT")).isEqualTo(2);
        assertThat(bucket.lines()).containsExactly("mine");
        assertThatThrownBy(() -> bucket.write("another's")).isInstanceOf(FileAlreadyExistsException.class);
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void writerThatIsNeverAnsweredLooksWhatBecameOfItsCommit(Mishap lost) throws Exception {
        Bucket bucket = new Bucket(Weather.every(1, RoughWeatherTest::makesTheCommit, lost));

        bucket.write("mine");

        assertThat(bucket.lines()).containsExactly("mine");
    }

    @Test
    void writerThatCannotLookEitherIsNotToldThatAnotherWasFirst() {
        Bucket bucket =
                new Bucket(Weather.every(1, request -> request.key().endsWith(COMMIT), new Mishap.Unanswered()));

        assertThatThrownBy(() -> bucket.write("mine"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void throttledRequestsAreRepeated() throws Exception {
        Bucket bucket = new Bucket(Weather.every(2, request -> true, Mishap.slowDown()));

        bucket.write("first");

        assertThatThrownBy(() -> bucket.write("second")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(bucket.lines()).containsExactly("first");
    }

    @Test
    void commitsAreReadWholeThoughAnswersEndInTheirMidst() throws Exception {
        Bucket bucket =
                new Bucket(Weather.first(2, request -> request.operation().equals("GET"), new Mishap.CutShort()));
        bucket.write("x".repeat(100_000));

        assertThat(bucket.lines()).containsExactly("x".repeat(100_000));
        assertThat(bucket.asked("GET")).isEqualTo(3);
    }

    /** While the request is under way whose answer was lost, it is in the way of the next one. */
    @Test
    void writerThatMeetsAnotherRequestAsksAgain() throws Exception {
        Bucket bucket = new Bucket(Weather.first(2, RoughWeatherTest::makesTheCommit, UNDECIDED));

        bucket.write("mine");

        assertThat(bucket.lines()).containsExactly("mine");
        assertThat(bucket.asked("PUT")).isEqualTo(3);
    }

    @Test
    void requestsThatAreAlwaysInTheWayAreNoProofOfAnothersCommit() {
        Bucket bucket = new Bucket(Weather.every(1, RoughWeatherTest::makesTheCommit, UNDECIDED));

        assertThatThrownBy(() -> bucket.write("mine"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FileAlreadyExistsException.class);
    }

    /** It comes to the server beside its own repetition then: one of the two makes the commit, the other is refused. */
    @Test
    void requestThatTakesTooLongIsSentAgain() throws Exception {
        allowTimeoutsFrom(Duration.ZERO);
        try {
            Bucket bucket = new Bucket(TestS3.lettingTwoWritersMeetAtEach(COMMIT));
            bucket.hadoop.set("fs.s3a.connection.timeout", "300");

            bucket.write("mine");

            assertThat(bucket.asked("PUT")).isEqualTo(2);
            assertThat(bucket.lines()).containsExactly("mine");
            assertThatThrownBy(() -> bucket.write("another's")).isInstanceOf(FileAlreadyExistsException.class);
        } finally {
            allowTimeoutsFrom(Duration.ofSeconds(15));
        }
    }

    /** From 3.4 on Hadoop lets no timeout be shorter than some seconds. */
    private static void allowTimeoutsFrom(Duration shortest) throws ReflectiveOperationException {
        if (!VersionInfo.getVersion().startsWith("3.3.")) {
            Class.forName("org.apache.hadoop.fs.s3a.impl.AWSClientConfig")
                    .getMethod("setMinimumOperationDuration", Duration.class)
                    .invoke(null, shortest);
        }
    }

    @Test
    void clockThatIsWrongIsAllowedFor() throws Exception {
        Bucket bucket = new Bucket(RoughWeatherTest::anHourLater);

        bucket.write("first");

        assertThat(bucket.lines()).containsExactly("first");
    }

    /** What a server says whose clock is an hour ahead of those who ask, unless they know that. */
    private static Mishap anHourLater(S3Request request) {
        ZonedDateTime there = ZonedDateTime.now(ZoneOffset.UTC).plusHours(1);
        LocalDateTime signed = LocalDateTime.parse(request.signedAt(), SIGNED);
        return signed.isAfter(there.toLocalDateTime().minusMinutes(15))
                ? Mishap.none()
                : new Mishap.Refused(
                        403,
                        "RequestTimeTooSkewed",
                        Map.of("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(there)));
    }

    private static boolean makesTheCommit(S3Request request) {
        return request.method().equals("PUT") && request.key().endsWith(COMMIT);
    }

    /** A bucket on a server of its own, as a process that knows nothing of it finds it. */
    private static final class Bucket {
        private final TestS3 s3;
        private final Configuration hadoop;
        private final String name;
        private final Path commit;

        Bucket(Function<S3Request, Mishap> weather) {
            this(TestS3.under(weather));
        }

        Bucket(TestS3 server) {
            s3 = server;
            hadoop = s3.hadoop();
            S3Defaults.missingIn(hadoop).forEach(hadoop::set);
            hadoop.set("fs.s3a.retry.interval", "10ms");
            hadoop.set("fs.s3a.retry.throttle.interval", "10ms");
            hadoop.set("fs.s3a.retry.throttle.limit", "3");
            name = s3.bucket();
            commit = new Path("s3a://" + name + "/table/_delta_log/" + COMMIT);
        }

        void write(String line) throws IOException {
            new ConditionalLogStore(hadoop).write(commit, List.of(line).iterator(), false, hadoop);
        }

        List<String> lines() throws IOException {
            List<String> lines = new ArrayList<>();
            try (CloseableIterator<String> all = new ConditionalLogStore(hadoop).read(commit, hadoop)) {
                all.forEachRemaining(lines::add);
            }
            return lines;
        }

        long asked(String method) {
            return s3.requests(name).stream()
                    .filter(request ->
                            request.method().equals(method) && request.key().endsWith(COMMIT))
                    .count();
        }
    }
}

package io.highwater.jobs.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.highwater.common.testing.Mishap;
import io.highwater.common.testing.TestS3;
import io.highwater.common.testing.Weather;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said where S3 cannot be used. */
class UnusableS3Test {
    private static final String SECRET = "not-the-secret-key";
    private static final String KEYS_ONLY = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider";
    private static final String NO_MACHINE_ROLES = "aws.disableEc2Metadata";
    private static final Map<String, String> NOBODY_THERE =
            Map.of("endpoint", "http://127.0.0.1:9", "retry.limit", "1", "attempts.maximum", "1");

    @TempDir
    Path directory;

    private final TestS3 s3 = TestS3.server();
    private final String bucket = "unknown-" + UUID.randomUUID();
    private final Map<String, String> submitted = new TreeMap<>();

    @AfterEach
    void forgetWhereS3Is() {
        submitted.keySet().forEach(System::clearProperty);
    }

    @Test
    void bucketThatIsNotThereIsNamed() throws IOException {
        CommandLineRun run = status(Map.of());

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err())
                .startsWith(
                        "Cannot read the state s3a://" + bucket + "/state/runs: The specified bucket does not exist")
                .endsWith("Check highwater.state.path and the right to write there.\n");
    }

    @Test
    void wrongSecretIsToldAndNotShown() throws IOException {
        CommandLineRun run = status(Map.of("secret.key", SECRET));

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("Check your key and signing method").doesNotContain(SECRET);
    }

    /** Those whom Hadoop asks if nobody says whom, and one that is named. */
    @ParameterizedTest
    @ValueSource(strings = {"", KEYS_ONLY})
    void missingCredentialsAreTold(String provider) throws IOException {
        System.setProperty(NO_MACHINE_ROLES, "true");
        submitted.put(NO_MACHINE_ROLES, "true");
        Map<String, String> none = new TreeMap<>(Map.of("access.key", "", "secret.key", ""));
        if (!provider.isEmpty()) {
            none.put("aws.credentials.provider", provider);
        }

        CommandLineRun run = status(none);

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err())
                .contains("Cannot read the state", "There are no credentials for S3. Give them: AWS_ACCESS_KEY_ID");
    }

    @Test
    void storeThatDoesNotAnswerIsTold() throws IOException {
        CommandLineRun run = status(NOBODY_THERE);

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).startsWith("Cannot read the state s3a://" + bucket + "/state/runs: Connection refused.");
    }

    @Test
    void configurationThatCannotBeReadIsNotUsable() throws IOException {
        submit(NOBODY_THERE);

        CommandLineRun run = run("s3a://" + bucket + "/job.conf");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).endsWith("--conf-file\n      cannot be read: Connection refused\n");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(403, "RequestTimeTooSkewed", "The clock of this machine, or that of the store, is wrong."),
                arguments(400, "AuthorizationHeaderMalformed", "The bucket is in another region"),
                arguments(301, "PermanentRedirect", "The bucket is in another region"),
                arguments(503, "SlowDown", "The store wants fewer requests at a time"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatIsToBeDoneAboutAnAnswerIsTold(int status, String code, String advice) throws IOException {
        CommandLineRun run = statusOn(refusing(status, code));

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("/state/runs: ", ". " + advice).doesNotContain("highwater.state.path");
    }

    @Test
    void stateThatMayBeReadButNotWrittenIsToldAndNothingIsLoaded() throws IOException {
        TestS3 readOnly = TestS3.under(
                Weather.every(1, request -> request.method().equals("PUT"), new Mishap.Refused(403, "AccessDenied")));
        String readable = readOnly.bucket();
        submitted.putAll(readOnly.sparkSettings(readable));
        submitted.forEach(System::setProperty);
        Path rows = Files.writeString(directory.resolve("rows.json"), "{\"id\": 1}");
        Path target = directory.resolve("orders");
        Path file = Files.writeString(directory.resolve("job.conf"), """
                highwater {
                  job = orders, state.path = "s3a://%s/state", target.path = "%s"
                  source { type = files, path = "%s", format = json }
                }
                """.formatted(readable, target, rows));

        CommandLineRun run = CommandLineRun.of(Map.of(), step -> {}, "full-refresh", "--conf-file", file.toString());

        assertThat(run.code()).as(run.err()).isEqualTo(7);
        assertThat(run.err())
                .startsWith("Cannot write the state s3a://" + readable + "/state/")
                .contains("AccessDenied")
                .endsWith("Check highwater.state.path and the right to write there.\n");
        assertThat(target).doesNotExist();
    }

    private static TestS3 refusing(int status, String code) {
        return TestS3.under(Weather.every(1, request -> true, new Mishap.Refused(status, code)));
    }

    private CommandLineRun statusOn(TestS3 server) throws IOException {
        Map<String, String> settings =
                new TreeMap<>(Map.of("retry.throttle.limit", "2", "retry.throttle.interval", "10ms"));
        server.settings().forEach((name, value) -> settings.put(name.substring("fs.s3a.".length()), value));
        return status(settings);
    }

    private CommandLineRun status(Map<String, String> otherwise) throws IOException {
        submit(otherwise);
        Path file = directory.resolve("job.conf");
        Files.writeString(file, "highwater { job = orders, state.path = \"s3a://" + bucket + "/state\" }");
        return run(file.toString());
    }

    private static CommandLineRun run(String configuration) {
        return CommandLineRun.of(Map.of(), step -> {}, "status", "--conf-file", configuration);
    }

    private void submit(Map<String, String> otherwise) {
        submitted.putAll(s3.sparkSettings(bucket));
        otherwise.forEach((name, value) -> submitted.put("spark.hadoop.fs.s3a.bucket." + bucket + "." + name, value));
        submitted.forEach(System::setProperty);
    }
}

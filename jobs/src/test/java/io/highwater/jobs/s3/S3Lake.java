package io.highwater.jobs.s3;

import io.highwater.common.job.StepListener;
import io.highwater.common.testing.S3Request;
import io.highwater.common.testing.TestS3;
import io.highwater.common.testing.TestSpark;
import io.highwater.jobs.CommandLineRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.DeltaLog;

/** A bucket with a configuration, a state and tables, for those who say where S3 is with {@code spark-submit --conf}. */
public final class S3Lake implements AutoCloseable {
    private final TestS3 s3;
    private final String bucket;
    private final Map<String, String> submitted;

    public S3Lake(TestS3 s3) {
        this.s3 = s3;
        this.bucket = s3.bucket();
        this.submitted = s3.sparkSettings(bucket);
        submitted.forEach(System::setProperty);
        // For queries beside the commands; a session takes such settings when it begins, and this one may have begun.
        submitted.forEach((name, value) ->
                TestSpark.session().sparkContext().hadoopConfiguration().set(name.replace("spark.hadoop.", ""), value));
    }

    /** Where it is, without a slash at the end. */
    public String uri() {
        return "s3a://" + bucket;
    }

    public String bucket() {
        return bucket;
    }

    /** Writes the configuration that commands work from; {@code {lake}} in it is where the lake is. */
    public S3Lake configured(String blocks) {
        return written(
                "conf/job.conf",
                "highwater {\nstate.path = \"{lake}/state\"\n".replace("{lake}", uri())
                        + blocks.replace("{lake}", uri())
                        + "\n}\n");
    }

    /** Writes an object. */
    public S3Lake written(String name, String text) {
        try (FileSystem files = files();
                FSDataOutputStream file = files.create(new Path(uri(), name))) {
            file.write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What an object has in it. */
    public String text(String name) throws IOException {
        try (FileSystem files = files();
                FSDataInputStream stream = files.open(new Path(uri(), name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Runs a command on the configuration. */
    public CommandLineRun run(String command, String... more) {
        return run(step -> {}, command, more);
    }

    /** The same, telling somebody of its steps. */
    public CommandLineRun run(StepListener listener, String command, String... more) {
        List<String> all = new ArrayList<>(List.of(command, "--conf-file", uri() + "/conf/job.conf"));
        all.addAll(List.of(more));
        return CommandLineRun.of(Map.of("DB_PASSWORD", "postgres"), listener, all.toArray(String[]::new));
    }

    /** Runs a command that must end well. */
    public CommandLineRun succeeds(String command, String... more) {
        CommandLineRun run = run(command, more);
        if (run.code() != 0) {
            throw new AssertionError(command + "\n" + run.out() + run.err());
        }
        return run;
    }

    /** What work in a process that knows nothing of the bucket asks of it. */
    public List<S3Request> requests(Runnable work) throws IOException {
        DeltaLog.clearCache();
        FileSystem.closeAll();
        int before = s3.requests(bucket).size();
        work.run();
        List<S3Request> all = s3.requests(bucket);
        return all.subList(before, all.size());
    }

    /** The first column of a query, as text, in order. In it {@code {orders}} stands for the target. */
    public List<String> texts(String sql) {
        String asked = sql.replace("{orders}", "delta.`" + uri() + "/orders`");
        return TestSpark.session().sql(asked).collectAsList().stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** One of its own: what is asked through it is not remembered by those of commands. */
    private FileSystem files() throws IOException {
        return FileSystem.newInstance(new Path(uri()).toUri(), s3.hadoop());
    }

    /** Forgets where S3 is. */
    @Override
    public void close() {
        submitted.keySet().forEach(System::clearProperty);
    }
}

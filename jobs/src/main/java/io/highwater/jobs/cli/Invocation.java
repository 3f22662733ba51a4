package io.highwater.jobs.cli;

import io.highwater.common.config.Layers;
import io.highwater.common.config.Section;
import io.highwater.common.config.Settings;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.JobRunner;
import io.highwater.common.job.RunReport;
import io.highwater.common.job.Step;
import io.highwater.common.job.StepListener;
import io.highwater.common.spark.Fit;
import io.highwater.common.state.States;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * One call of a command: its configuration, read and found usable, and what follows from it.
 *
 * @param <S> the settings the command reads from the configuration
 */
public final class Invocation<S> {
    /** Blocks of single patterns: one file may serve several commands on one job. */
    private static final List<String> PATTERNS =
            List.of("full-refresh", "incremental", "cdc", "backfill", "pipeline", "advise");

    private final Surroundings surroundings;
    private final S settings;
    private final Map<String, String> spark;
    private final Configuration hadoop;
    private final States states;

    private Invocation(
            Surroundings surroundings, S settings, Map<String, String> spark, Configuration hadoop, States states) {
        this.surroundings = surroundings;
        this.settings = settings;
        this.spark = spark;
        this.hadoop = hadoop;
        this.states = states;
    }

    /**
     * Reads the configuration, if what is on the class path fits this jar.
     *
     * @param reader takes from it what the command needs
     * @param keys how keys are taken that the reader leaves
     * @param secrecy is told of the secrets that were read, before anything can fail
     * @throws io.highwater.common.config.ConfigurationException with every problem there is
     */
    static <S> Invocation<S> of(
            Surroundings surroundings,
            ConfigOptions options,
            BiFunction<Section, States, S> reader,
            Keys keys,
            Secrecy secrecy) {
        Fit.check(Invocation.class.getClassLoader());
        Configuration hadoop = HadoopSettings.of(System.getProperties());
        Settings configuration = Layers.of(surroundings.environment(), hadoop)
                .withConfFiles(options.confFiles())
                .withOverrides(options.overrides())
                .read();
        Map<String, String> spark = configuration.root().textMap("spark");
        Configuration all = HadoopSettings.with(hadoop, spark);
        States states = new States(all, surroundings.clock(), secrecy::redact);
        S settings = reader.apply(configuration.root(), states);
        secrecy.keep(configuration.redactor());
        if (keys == Keys.ALL_KNOWN) {
            PATTERNS.forEach(configuration.root()::has);
            configuration.root().rejectUnknown();
        }
        configuration.problems().throwIfAny();
        return new Invocation<>(surroundings, settings, spark, all, states);
    }

    /** What the command read from the configuration. */
    public S settings() {
        return settings;
    }

    /** The process around the command. */
    public Surroundings surroundings() {
        return surroundings;
    }

    /** The Spark session, opened when first asked for. */
    public SparkSession session(String application) {
        return Sessions.open(application, spark);
    }

    /** Knows the file systems that the command may use. */
    public Configuration hadoop() {
        return hadoop;
    }

    /** Opens what lies below state paths. */
    public States states() {
        return states;
    }

    /** Runs a job once, printing how far it has come and what it did. */
    public RunReport run(JobIdentity identity, String pattern, String target, Function<SparkSession, Job> job) {
        return run(identity, pattern, target, EnumSet.allOf(Step.class), job);
    }

    /** The same, printing some steps only. */
    public RunReport run(
            JobIdentity identity, String pattern, String target, Set<Step> shown, Function<SparkSession, Job> job) {
        StepListener progress = new Progress(surroundings, shown);
        StepListener both = step -> {
            progress.reached(step);
            surroundings.listener().reached(step);
        };
        JobRunner runner = new JobRunner(
                states().runs(identity.statePath()),
                surroundings.clock(),
                () -> JobRunner.runName(surroundings.clock().instant()),
                both);
        return runner.run(identity, pattern, target, () -> job.apply(session(identity.name())));
    }
}

package io.highwater.jobs.submit;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.jobs.cli.ConfigOptions;
import io.highwater.jobs.cli.Surroundings;
import io.highwater.jobs.cli.TakesSurroundings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code submit}: writes what runs a command on a cluster. Starts no Spark, and talks to nobody. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what runs a command on a cluster: a command line, JSON, YAML or an Airflow DAG, to be pasted. What only"
                    + " you know and did not give is left as <words in angle brackets>, and listed.",
            "It sends nothing anywhere: the tools of the platforms do that, with your own rights. Therefore it insists on"
                    + " --dry-run.",
            "Options before COMMAND are these, except that --conf-file and --set are handed on; what follows it is its own.",
            "Example: highwater submit --to emr --dry-run incremental --conf-file s3://lake/orders.conf"
        })
public final class SubmitCommand implements Callable<Integer>, TakesSurroundings {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "TARGET",
            converter = TargetWord.class,
            description = "Where: spark-submit (standalone, YARN), kubernetes, emr, emr-api, emr-serverless, dataproc,"
                    + " dataproc-template, dataproc-serverless, databricks, airflow, airflow-emr, airflow-emr-serverless,"
                    + " airflow-dataproc.")
    private Target target;

    @Option(names = "--dry-run", description = "Prints it, and does nothing else.")
    private boolean dryRun;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the platform calls it. Default: the configuration file's name and the command.")
    private String name;

    @Option(
            names = "--jar",
            paramLabel = "URI",
            description =
                    "Where the cluster finds the program. Default: the jar for the platform's Spark, in a bucket or"
                            + " directory to be named.")
    private String jar;

    @Option(
            names = "--packages",
            paramLabel = "COORDINATES",
            split = ",",
            description =
                    "Maven coordinates of what the cluster lacks: the database's driver. Delta for the jar's Spark is"
                            + " added where the platform has none that fits.")
    private final List<String> packages = new ArrayList<>();

    @Option(names = "--conf", paramLabel = "key=value", description = "A setting of Spark's.")
    private final List<String> conf = new ArrayList<>();

    @Mixin
    private Place place = new Place();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "What to run, with its own options: incremental, pipeline, backfill, ...")
    private final List<String> words = new ArrayList<>();

    private CommandSpec spec;
    private Surroundings surroundings = Surroundings.ofProcess();

    /** What follows the command is the command's. */
    @Spec
    void spec(CommandSpec known) {
        spec = known;
        known.parser().stopAtPositional(true);
    }

    @Override
    public void in(Surroundings others) {
        surroundings = others;
    }

    @Override
    public Integer call() {
        ClusterCommand command = ClusterCommand.of(spec.root().commandLine(), words, config);
        Submission job = submission(command);
        new OpenText(target, command, conf).check(job);
        String text = target.platform().text(job);
        if (!dryRun) {
            throw new UserException(
                    ExitCode.USAGE,
                    "Nothing was submitted: highwater does not talk to " + target.word()
                            + " itself. Add --dry-run before "
                            + command.name() + " to print what does it. To use it: "
                            + target.platform().use(job) + ".");
        }
        surroundings.out().print(text);
        surroundings.out().flush();
        explain(job, text);
        return ExitCode.OK.code();
    }

    private void explain(Submission job, String text) {
        surroundings.err().println("dry run: nothing was submitted");
        String use = target.platform().use(job);
        surroundings.err().println("to use it: " + use);
        Blank.in(text + use)
                .forEach(blank -> surroundings.err().println("replace " + blank.text() + ": " + blank.meaning()));
    }

    private Submission submission(ClusterCommand command) {
        ClusterCommand whole =
                command.confFiles().isEmpty() && command.overrides().isEmpty()
                        ? command.withConfFile(target.directory() + Blank.CONFIGURATION.text() + ".conf")
                        : command;
        String program = Optional.ofNullable(jar).orElse(target.jar());
        return new Submission(
                JobName.of(Optional.ofNullable(name), command),
                whole.mainClass(),
                whole.arguments(),
                program,
                target.packages(packages, program),
                properties(),
                place);
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String entry : conf) {
            int end = entry.indexOf('=');
            if (end < 1) {
                throw new UserException(
                        ExitCode.USAGE, "--conf: expected key=value, such as spark.executor.memory=4g.");
            }
            properties.put(entry.substring(0, end), entry.substring(end + 1));
        }
        return properties;
    }

    /** Reads a target. */
    static final class TargetWord implements ITypeConverter<Target> {
        @Override
        public Target convert(String word) {
            return Target.named(word)
                    .orElseThrow(() -> new TypeConversionException("there is no " + word + "; there are "
                            + Arrays.stream(Target.values()).map(Target::word).collect(Collectors.joining(", "))));
        }
    }
}

package io.highwater.jobs.why;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.state.States;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Places;
import io.highwater.common.target.RowKey;
import io.highwater.common.target.TargetAddress;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code why}: which runs made a row what it is. Takes no lease and writes nothing. */
@Command(
        name = "why",
        description =
                "Shows which run, batch and version last wrote a row of the target, and what each one before did to it,"
                        + " newest first, as far as the table's log and files still tell.")
public final class WhyCommand extends JobCommand<WhySettings> {
    @Parameters(
            arity = "1..*",
            paramLabel = "COLUMN=VALUE",
            description = "The row: a value for each column of the table's key.")
    private final List<String> words = new ArrayList<>();

    @Option(
            names = "--table",
            paramLabel = "SOURCE",
            description = "Which of several tables, as highwater.cdc.tables names its source.")
    private String table;

    @Option(names = "--json", description = "Prints a line of JSON for each commit, with complete values.")
    private boolean json;

    public WhyCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected WhySettings settings(Section root, States states) {
        return WhySettings.from(root);
    }

    @Override
    protected int run(Invocation<WhySettings> invocation) {
        WhySettings settings = invocation.settings();
        KeyWords given = KeyWords.of(words);
        TargetSettings target = settings.target(Optional.ofNullable(table));
        Answer answer =
                answer(invocation.session(settings.identity().name()), settings, target, given.checked(target.key()));
        (json ? JsonAnswer.lines(answer) : TextAnswer.lines(answer))
                .forEach(invocation.surroundings().out()::println);
        return ExitCode.OK.code();
    }

    private static Answer answer(SparkSession spark, WhySettings settings, TargetSettings table, KeyWords words) {
        String job = settings.identity().name();
        DeltaTarget target = DeltaTarget.at(spark, table.address());
        DeltaTarget.Live live = target.live()
                .orElseThrow(() -> new UserException(
                        ExitCode.CONFIGURATION,
                        "Cannot look for a row in " + target.address() + ": there is no table yet."));
        KeyWords checked = table.key().isEmpty() ? words.checked(keyOfFeed(target, job)) : words;
        RowKey key = RowKey.of(spark, checked.values(), live.schema());
        String tombstones = Places.tombstones(settings.identity().statePath(), job, target);
        return Answer.of(
                target.address(),
                key,
                target.historyOf(key),
                table.softDelete(),
                PeriodChanges.in(target, table),
                RememberedDeletion.of(DeltaTarget.at(spark, new TargetAddress.ByPath(tombstones + "/keys")), key));
    }

    private static List<String> keyOfFeed(DeltaTarget target, String job) {
        return target.latestCommitOf(job).map(commit -> commit.stamp().key()).orElseGet(List::of);
    }
}

package io.highwater.jobs.advisor;

import io.highwater.common.config.Section;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.source.catalog.DatabaseFacts;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.common.state.States;
import io.highwater.jobs.cli.Invocation;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.cli.Keys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code advise}: reads what is known of tables and says how each is best loaded. For databases it starts no Spark. */
@Command(
        name = "advise",
        description =
                "Reads what a database, Delta logs or the names of files tell of tables, says how each is best loaded and"
                        + " why, and writes a pipeline that does it.")
public final class AdviseCommand extends JobCommand<AdviseSettings> {
    /** What the configuration is called. */
    static final String FILE = "pipeline.conf";

    @Option(names = "--out", paramLabel = "DIR", description = "Writes the configuration there, as " + FILE + ".")
    private Path out;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    public AdviseCommand() {
        super(Keys.SOME_NEEDED);
    }

    @Override
    protected AdviseSettings settings(Section root, States states) {
        return AdviseSettings.from(root);
    }

    @Override
    protected int run(Invocation<AdviseSettings> invocation) {
        AdviseSettings settings = invocation.settings();
        DatabaseFacts facts = settings.origin().facts(settings.schemas(), () -> invocation.session("advise"));
        List<TableFacts> tables = facts.tables().stream()
                .filter(settings.tables()::matches)
                .map(settings::keyed)
                .toList();
        if (tables.isEmpty()) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "There is no table to give advice on: " + facts.product() + " at " + facts.place() + " has "
                            + facts.tables().size() + " that the user may read, and highwater.advise leaves out all of"
                            + " them. Check advise.schemas, advise.tables and advise.except.");
        }
        StepNames names = StepNames.of(settings.name(), tables);
        Experience experience = Experience.of(invocation, settings.statePath(), tables.size());
        Rules rules =
                new Rules(facts, settings.small(), LocalDate.now(surroundings().clock()));
        List<Advice> advice = experience.advice(rules, tables, names);
        AdviceReport report = new AdviceReport(facts.lacking(experience.gaps()), experience.runs(names), advice);
        if (json) {
            surroundings().out().println(report.json());
        } else {
            report.lines().forEach(surroundings().out()::println);
        }
        if (out != null) {
            write(new PipelineFile(settings, names, advice).text());
        }
        return ExitCode.OK.code();
    }

    private void write(String text) {
        Path file = out.resolve(FILE);
        try {
            Files.createDirectories(out);
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException there) {
            throw new UserException(
                    ExitCode.USAGE,
                    "Cannot write " + file + ": there is such a file, and it may have been changed since. Name another"
                            + " directory with --out, or move it away.",
                    there);
        } catch (IOException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE, "Cannot write " + file + ": " + failure + ". Check --out.", failure);
        }
        surroundings().err().println("written: " + file);
    }
}

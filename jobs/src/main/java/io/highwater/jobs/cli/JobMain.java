package io.highwater.jobs.cli;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.Outage;
import io.highwater.common.error.UserException;
import io.highwater.common.watch.LogFields;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Turns a command line into an exit code. */
public final class JobMain {
    /** Set wherever Databricks runs a program. */
    private static final String DATABRICKS = "DATABRICKS_RUNTIME_VERSION";

    private JobMain() {}

    /** Runs a command of this process. Success returns: a cluster's driver that exits by itself may count as failed. */
    public static void run(Object command, String[] arguments) {
        Surroundings process = Surroundings.ofProcess();
        int code = execute(command, process, arguments);
        if (code != ExitCode.OK.code()) {
            failIfShared(process, code);
            System.exit(code);
        }
    }

    /** On Databricks the process is not ours to end: others use it, and what is thrown fails the run. */
    static void failIfShared(Surroundings process, int code) {
        if (process.environment().containsKey(DATABRICKS)) {
            throw new IllegalStateException(
                    "Highwater ended with exit code " + code + "; the log says why, above or in the standard error.");
        }
    }

    /** Runs a command anywhere. */
    public static int execute(Object command, Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(writer(surroundings.out()));
        line.setErr(writer(surroundings.err()));
        line.setExecutionExceptionHandler((failure, failed, parsed) -> report(failure, failed, surroundings));
        line.setExecutionStrategy(parsed -> {
            install(line, surroundings);
            return new CommandLine.RunLast().execute(parsed);
        });
        try {
            return line.execute(arguments);
        } finally {
            LogFields.end();
        }
    }

    private static void install(CommandLine line, Surroundings surroundings) {
        if (line.getCommand() instanceof TakesSurroundings command) {
            command.in(surroundings);
        }
        line.getSubcommands().values().forEach(each -> install(each, surroundings));
    }

    private static int report(Exception failure, CommandLine failed, Surroundings surroundings) {
        UserException known = Outage.behind(failure).orElse(null);
        String text = known != null ? known.getMessage() : "A defect in Highwater:\n" + stackTrace(failure);
        String safe = failed.getCommand() instanceof JobCommand<?> command ? command.redact(text) : text;
        surroundings.failed(safe);
        return known != null ? known.exitCode().code() : ExitCode.BUG.code();
    }

    private static String stackTrace(Exception failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}

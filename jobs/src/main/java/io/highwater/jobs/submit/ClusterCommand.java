package io.highwater.jobs.submit;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.jobs.backfill.Backfill;
import io.highwater.jobs.cdc.CdcMerge;
import io.highwater.jobs.cli.ConfigOptions;
import io.highwater.jobs.cli.JobCommand;
import io.highwater.jobs.incremental.Incremental;
import io.highwater.jobs.pipeline.Pipeline;
import io.highwater.jobs.refresh.FullRefresh;
import io.highwater.jobs.upkeep.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * A command of Highwater as a cluster runs it: a class and its arguments.
 *
 * @param name what it is called
 * @param mainClass the class with its {@code main}
 * @param arguments what {@code main} gets
 * @param confFiles the configuration files among them
 * @param overrides the single settings among them
 */
record ClusterCommand(
        String name, String mainClass, List<String> arguments, List<String> confFiles, List<String> overrides) {
    private static final Map<String, Class<?>> MAINS = Map.of(
            FullRefresh.PATTERN,
            FullRefresh.class,
            Incremental.PATTERN,
            Incremental.class,
            CdcMerge.PATTERN,
            CdcMerge.class,
            Backfill.PATTERN,
            Backfill.class,
            "pipeline",
            Pipeline.class,
            Upkeep.PATTERN,
            Upkeep.class);

    /**
     * Finds a command and has it read its arguments, so that what is wrong with them is told here and not by a cluster.
     *
     * @param highwater knows the commands
     * @param words the command, then its own arguments
     * @param before the configuration that was named before it
     */
    static ClusterCommand of(CommandLine highwater, List<String> words, ConfigOptions before) {
        String name = words.get(0);
        CommandLine command = Optional.ofNullable(highwater.getSubcommands().get(name))
                .filter(known -> known.getCommand() instanceof JobCommand<?>)
                .orElseThrow(() -> unknown(highwater, name));
        List<String> arguments = new ArrayList<>();
        before.confFiles().forEach(file -> arguments.addAll(List.of("--conf-file", file)));
        before.overrides().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(words.subList(1, words.size()));
        ParseResult parsed = command.parseArgs(arguments.toArray(String[]::new));
        List<String> confFiles = parsed.matchedOptionValue("--conf-file", List.of());
        List<String> overrides = parsed.matchedOptionValue("--set", List.of());
        return entry(highwater, name, arguments, List.copyOf(confFiles), List.copyOf(overrides));
    }

    /** The same with a configuration file more. */
    ClusterCommand withConfFile(String file) {
        List<String> more = Stream.concat(Stream.of("--conf-file", file), arguments.stream())
                .toList();
        return new ClusterCommand(name, mainClass, more, List.of(file), overrides);
    }

    private static ClusterCommand entry(
            CommandLine highwater,
            String name,
            List<String> arguments,
            List<String> confFiles,
            List<String> overrides) {
        Class<?> main = MAINS.get(name);
        if (main != null) {
            return new ClusterCommand(name, main.getName(), arguments, confFiles, overrides);
        }
        List<String> named = Stream.concat(Stream.of(name), arguments.stream()).toList();
        return new ClusterCommand(name, highwater.getCommand().getClass().getName(), named, confFiles, overrides);
    }

    private static UserException unknown(CommandLine highwater, String name) {
        List<String> known = highwater.getSubcommands().entrySet().stream()
                .filter(each -> each.getValue().getCommand() instanceof JobCommand<?>)
                .map(Map.Entry::getKey)
                .toList();
        return new UserException(
                ExitCode.USAGE,
                "Cannot submit " + name + ": it is no command that works from a configuration. There are "
                        + String.join(", ", known) + ".");
    }
}

package io.highwater.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what the configuration is. */
public final class ConfigOptions {
    @Option(
            names = "--conf-file",
            paramLabel = "URI",
            description =
                    "A configuration file, on any file system Hadoop knows. Of several, the last is the strongest.")
    private final List<String> confFiles = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "A single setting, stronger than all files: --set source.table=public.orders")
    private final List<String> overrides = new ArrayList<>();

    /** The files, the weakest first. */
    public List<String> confFiles() {
        return confFiles;
    }

    /** The single settings, as {@code key=value}. */
    public List<String> overrides() {
        return overrides;
    }
}

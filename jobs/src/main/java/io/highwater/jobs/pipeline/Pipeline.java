package io.highwater.jobs.pipeline;

import io.highwater.jobs.cli.JobMain;

/** The entry for {@code spark-submit --class}. */
public final class Pipeline {
    private Pipeline() {}

    /** Runs the command. */
    public static void main(String[] arguments) {
        JobMain.run(new PipelineCommand(), arguments);
    }
}

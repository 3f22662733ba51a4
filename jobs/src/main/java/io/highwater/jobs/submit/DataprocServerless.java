package io.highwater.jobs.submit;

/** A batch of Dataproc Serverless, as a command. */
final class DataprocServerless implements Platform {
    /** The runtime with Spark 4.0. */
    private static final String VERSION = "3.0";

    @Override
    public String text(Submission job) {
        ShellCommand command = new ShellCommand("gcloud", "dataproc", "batches", "submit", "spark");
        command.line("--version=" + VERSION);
        job.place().timeoutMinutes().ifPresent(minutes -> command.line("--ttl=" + minutes + "m"));
        return Dataproc.rest(command, job);
    }

    @Override
    public String use(Submission job) {
        return "run it where gcloud is installed";
    }
}

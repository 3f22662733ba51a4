package io.highwater.jobs.cli;

/** How a command takes keys of the configuration that it does not read. */
public enum Keys {
    /** The configuration is this command's: a key it does not know is a mistake. */
    ALL_KNOWN,
    /** The configuration is a job's, of which this command needs a part. */
    SOME_NEEDED
}

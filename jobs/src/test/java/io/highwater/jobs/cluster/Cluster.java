package io.highwater.jobs.cluster;

/** A cluster on this machine, and the processes of the one job that runs on it. */
interface Cluster extends AutoCloseable {
    /** The process of an executor. */
    ProcessHandle executor(String id);

    /** The process of the driver, where it runs on the cluster. */
    ProcessHandle driver();

    /** Ends it with everything that runs on it. */
    @Override
    void close();
}

package io.highwater.jobs.backfill;

/** Is told how far a backfill has come. */
@FunctionalInterface
interface BackfillProgress {
    /** Something has changed, or time has passed. */
    void at(Standing standing);

    /**
     * How far it is.
     *
     * @param planned intervals that the run is to load
     * @param done those that are loaded
     * @param running those that are being loaded
     * @param failed those that failed
     * @param rows rows that the table got
     * @param seconds since loading began
     * @param over whether nothing more will come
     */
    record Standing(int planned, int done, int running, int failed, long rows, double seconds, boolean over) {}
}

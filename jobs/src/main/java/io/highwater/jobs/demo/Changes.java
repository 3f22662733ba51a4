package io.highwater.jobs.demo;

/**
 * How two states of a table differ.
 *
 * @param added rows that are new
 * @param changed rows with the same key and another content
 * @param gone rows that are no longer there
 */
record Changes(long added, long changed, long gone) {
    @Override
    public String toString() {
        return String.format("%,d new, %,d changed, %,d gone", added, changed, gone);
    }
}

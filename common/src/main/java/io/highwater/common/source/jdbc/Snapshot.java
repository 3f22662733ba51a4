package io.highwater.common.source.jdbc;

/** Whether connections other than the planning one can see the state it sees. */
sealed interface Snapshot {
    /**
     * They can.
     *
     * @param joinStatement what each of them runs first
     * @param how by which means, as a sentence fragment
     */
    record Shared(String joinStatement, String how) implements Snapshot {}

    /**
     * They cannot.
     *
     * @param why the reason, as a sentence fragment
     */
    record Unshared(String why) implements Snapshot {}
}

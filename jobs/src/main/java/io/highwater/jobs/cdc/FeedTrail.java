package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.state.FeedCheckpoint;
import io.highwater.common.state.FeedCheckpoint.Reading;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a job has read its feed, found from both places that say so: the checkpoint and the stamps in the tables. A run goes
 * on only where they belong together; otherwise events would be left out, and nobody would know.
 *
 * @param anew how the feed is begun again
 */
record FeedTrail(CdcSettings settings, FeedCheckpoint checkpoint, Anew anew) {
    /** Fact of a reading: the feed in words. */
    static final String FEED = "feed";

    private static final String RESTORE = "RESTORE";

    /**
     * The reading to go on with; empty if one is to begin.
     *
     * @throws UserException if it is not known any more what was read, or a table does not hold what was
     */
    Optional<Reading> present() {
        Optional<Reading> reading = checkpoint.reading();
        reading.ifPresent(this::refuseOtherFeed);
        Optional<String> loss = anew.targets().stream()
                .flatMap(target -> loss(reading, target).stream())
                .findFirst();
        if (loss.isPresent()) {
            if (settings.lostCheckpoint() == CdcSettings.LostCheckpoint.REREAD && anew.doesNoHarm()) {
                return Optional.empty();
            }
            throw refused(loss.get() + " " + anew.withoutCheckpoint());
        }
        if (reading.isPresent()) {
            Map<String, FeedCheckpoint.Table> noted = checkpoint.tables();
            anew.targets()
                    .forEach(target -> refuseOtherRows(
                            target,
                            Optional.ofNullable(noted.get(target.address().toString()))));
        }
        return reading;
    }

    /** Notes the tables as they are now: the feed is in them as far as it was read. */
    void note() {
        Map<String, FeedCheckpoint.Table> tables = new TreeMap<>();
        anew.targets()
                .forEach(target -> target.live()
                        .ifPresent(live -> tables.put(
                                target.address().toString(), new FeedCheckpoint.Table(live.id(), live.version()))));
        checkpoint.note(tables);
    }

    private void refuseOtherFeed(Reading reading) {
        String former = reading.facts().getOrDefault(FEED, "");
        String feed = anew.feed().describe();
        if (!former.equals(feed)) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot go on with job " + job() + ": its checkpoint " + checkpoint.directory() + " is about "
                            + former + ", and highwater.source is " + feed
                            + " now. Give another feed another highwater.job." + anew.inAnotherPlace());
        }
    }

    /** Batches are numbered by the checkpoint, so a table that knows of a later one would take the next for merged. */
    private Optional<String> loss(Optional<Reading> reading, DeltaTarget target) {
        Optional<StampedCommit> last = target.latestCommitOf(job())
                .filter(commit -> commit.stamp().facts().containsKey(Stamp.FEED));
        if (reading.isEmpty()) {
            return last.map(commit -> merged(commit, target) + " from a feed, and the checkpoint "
                    + checkpoint.directory() + " that tells how far it was read is gone.");
        }
        long begun = checkpoint.lastBatch().orElse(-1);
        return last.filter(commit ->
                        reading.get().id().equals(commit.stamp().facts().get(Stamp.FEED)))
                .filter(commit -> commit.stamp().number(Stamp.BATCH).orElse(-1) > begun)
                .map(commit -> merged(commit, target) + " from batch "
                        + commit.stamp().facts().get(Stamp.BATCH) + " of the feed, and the checkpoint "
                        + checkpoint.location() + " knows of "
                        + (begun < 0 ? "none" : "none after batch " + begun)
                        + ": a part of it is gone, or an older copy was brought back.");
    }

    private static String merged(StampedCommit commit, DeltaTarget target) {
        return "version " + commit.version() + " of " + target.address() + " was merged";
    }

    private void refuseOtherRows(DeltaTarget target, Optional<FeedCheckpoint.Table> noted) {
        noted.filter(table -> isAnother(target, table)).ifPresent(table -> {
            throw begunAgain("version " + table.version() + " of " + target.address()
                    + " had all that was read of the feed, and the table is gone or is another one now.");
        });
        Optional<StampedCommit> last = target.latestCommitOf(job());
        long known = noted.map(FeedCheckpoint.Table::version)
                .orElseGet(() -> last.map(StampedCommit::rowsOf).orElse(-1L));
        target.changesByOthers(job(), known).stream()
                .filter(other -> other.operation().equals(RESTORE))
                .findFirst()
                .ifPresent(other -> {
                    throw restored(target, other.version(), other.operation());
                });
        last.filter(commit -> commit.version() > known || noted.isEmpty())
                .filter(commit -> commit.stamp().facts().containsKey(Stamp.RESTORED))
                .ifPresent(commit -> {
                    throw restored(target, commit.version(), commit.stamp().operation());
                });
    }

    private static boolean isAnother(DeltaTarget target, FeedCheckpoint.Table noted) {
        return target.live()
                .filter(live -> live.id().equals(noted.id()) && live.version() >= noted.version())
                .isEmpty();
    }

    private UserException restored(DeltaTarget target, long version, String operation) {
        return begunAgain("version " + version + " of " + target.address() + " (" + operation
                + ") brought an earlier version back, and what was read of the feed since is not in it.");
    }

    private UserException begunAgain(String why) {
        return refused(why + " " + anew.withoutRows());
    }

    private UserException refused(String why) {
        return new UserException(
                ExitCode.REFUSED, "Cannot go on with job " + job() + ": " + why + " Nothing was read or written.");
    }

    private String job() {
        return settings.identity().name();
    }
}

package io.highwater.common.job;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.state.Watermark;
import io.highwater.common.state.Watermarks;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.DeltaTarget.OtherCommit;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import io.highwater.common.time.CursorType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How far a job has come, found from both places that say so: the state and the stamps in the data. */
public final class WatermarkTrail {
    private static final String RESTORE = "RESTORE";

    private final Watermarks state;
    private final DeltaTarget target;
    private final String job;

    public WatermarkTrail(Watermarks state, DeltaTarget target, String job) {
        this.state = state;
        this.target = target;
        this.job = job;
    }

    /**
     * What was found.
     *
     * @param watermark how far the job has come; empty if it has to begin at the beginning
     * @param restored the commit by which somebody brought an earlier version of the target back, so that rows below the
     *     watermark may be gone
     * @param notes what a reader of the report should know, a sentence each
     */
    public record Found(Optional<Watermark> watermark, Optional<OtherCommit> restored, List<String> notes) {
        public Found {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The later one of what the state and the newest stamp say. What is committed is right: a state that is ahead of a target
     * which is gone or was replaced does not count.
     */
    public Found present() {
        Optional<Watermark> said = state.of(job);
        Optional<StampedCommit> stamped = target.latestCommitOf(job);
        OptionalLong version = said.map(Watermark::targetVersion).orElse(OptionalLong.empty());
        if (version.isPresent() && isGone(version.getAsLong(), stamped)) {
            return new Found(
                    Optional.empty(),
                    Optional.empty(),
                    List.of("the state knows of version " + version.getAsLong() + " of " + target.address()
                            + ", which this table does not have: everything is loaded again"));
        }
        List<OtherCommit> others = stamped.map(commit -> target.changesByOthers(job, commit.rowsOf()))
                .orElse(List.of());
        List<String> notes = new ArrayList<>(others.stream().map(this::note).toList());
        return new Found(later(said, stamped, notes), firstRestore(others), notes);
    }

    /**
     * The same, for a job that is about to load rows on top of what is there.
     *
     * @throws UserException if somebody brought an earlier version of the target back
     */
    public Found presentToGoOnFrom() {
        Found found = present();
        found.restored().ifPresent(restore -> {
            throw restored(restore);
        });
        return found;
    }

    /** What the state alone says, as far as this process knows it: to be told, not to go on from. */
    public Optional<Watermark> recorded() {
        return state.lastKnownOf(job);
    }

    /** How far the job had come when the target had a version. */
    public Optional<Watermark> asOf(long version) {
        return target.latestCommitOf(job, version).flatMap(WatermarkTrail::watermark);
    }

    /** Makes a watermark the job's in the state. To be done after the data commit, if there is one. */
    public void set(Watermark watermark) {
        state.set(watermark);
    }

    /** Makes the job have none in the state. */
    public void forget() {
        state.forget(job);
    }

    /** A watermark as facts of a stamp. */
    public static Map<String, String> facts(Watermark watermark) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(Stamp.WATERMARK, watermark.text());
        facts.put(Stamp.CURSOR, watermark.column());
        facts.put(Stamp.CURSOR_TYPE, watermark.type().name());
        facts.put(Stamp.ZONE, watermark.zone().getId());
        watermark.keysCompared().ifPresent(moment -> facts.put(Stamp.KEYS_COMPARED, moment.toString()));
        return facts;
    }

    /** The table is another one than the state tells of: it ends earlier, or bears no trace of the job. */
    private boolean isGone(long version, Optional<StampedCommit> stamped) {
        Optional<DeltaTarget.Live> live = target.live();
        if (live.isEmpty() || live.get().version() < version) {
            return true;
        }
        return stamped.isEmpty() && target.generationOf(job).isEmpty();
    }

    private static Optional<Watermark> later(
            Optional<Watermark> said, Optional<StampedCommit> stamped, List<String> notes) {
        if (stamped.isEmpty()) {
            return said;
        }
        Optional<Watermark> data = watermark(stamped.get());
        long generation = stamped.get().stamp().generation();
        if (said.isPresent() && said.get().generation() >= generation) {
            return said;
        }
        data.ifPresent(
                watermark -> notes.add("the watermark " + watermark.text() + " was found in the data, the state had "
                        + said.map(Watermark::text).orElse("none")));
        return data;
    }

    private String note(OtherCommit other) {
        return "version " + other.version() + " of " + target.address() + " (" + other.operation()
                + ") was not made by this job; prove shows whether its rows are still the source's";
    }

    private static Optional<OtherCommit> firstRestore(List<OtherCommit> others) {
        return others.stream()
                .filter(other -> other.operation().equals(RESTORE))
                .findFirst();
    }

    private UserException restored(OtherCommit restore) {
        return new UserException(
                ExitCode.REFUSED,
                "Cannot go on with job " + job + ": version " + restore.version() + " of " + target.address()
                        + " brought an earlier version back, so rows below the watermark may be gone. Nothing was"
                        + " changed. Say how far the table is now: highwater rewind --to-version <the version that was"
                        + " brought back>.");
    }

    private static Optional<Watermark> watermark(StampedCommit commit) {
        Stamp stamp = commit.stamp();
        Map<String, String> facts = stamp.facts();
        if (!facts.containsKey(Stamp.WATERMARK)) {
            return Optional.empty();
        }
        CursorType type = CursorType.valueOf(facts.get(Stamp.CURSOR_TYPE));
        return Optional.of(new Watermark(
                stamp.job(),
                facts.get(Stamp.CURSOR),
                type,
                ZoneId.of(facts.get(Stamp.ZONE)),
                type.position(facts.get(Stamp.WATERMARK)).orElseThrow(),
                stamp.run(),
                stamp.generation(),
                commit.at(),
                OptionalLong.of(commit.version()),
                Optional.ofNullable(facts.get(Stamp.KEYS_COMPARED)).map(Instant::parse)));
    }
}

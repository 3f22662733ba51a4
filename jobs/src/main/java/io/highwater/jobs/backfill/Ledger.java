package io.highwater.jobs.backfill;

import io.highwater.common.state.IntervalLedger;
import io.highwater.common.state.IntervalLedger.Entry;
import io.highwater.common.state.IntervalLedger.Subject;
import io.highwater.common.state.IntervalRecord;
import io.highwater.common.state.IntervalStatus;
import io.highwater.common.state.Intervals;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.target.StampedCommit;
import io.highwater.common.time.CursorType;
import io.highwater.common.time.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known of a job's intervals: what the ledger says, and what the stamps of the table's commits say beyond that. It is
 * written in the background of the loading, not more often than it costs little; what is not written when a run dies is in
 * the stamps.
 */
final class Ledger {
    /** A write is followed by a pause of so many times its own length. */
    private static final int REST = 20;

    private final IntervalLedger table;
    private final DeltaTarget target;
    private final BackfillSettings settings;
    private final CursorType type;
    private final String foundId;
    private final Intervals known;
    private final List<IntervalRecord> unwritten = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long lastNumber;
    private long restUntil = System.nanoTime();
    private Duration spent = Duration.ZERO;

    private Ledger(
            IntervalLedger table, DeltaTarget target, BackfillSettings settings, CursorType type, List<Entry> entries) {
        this.table = table;
        this.target = target;
        this.settings = settings;
        this.type = type;
        this.foundId = target.live().map(DeltaTarget.Live::id).orElse("");
        this.known = Intervals.of(
                entries.stream().filter(this::isAboutThis).map(Entry::record).toList());
        this.lastNumber =
                entries.isEmpty() ? 0 : entries.get(entries.size() - 1).number();
    }

    /** Reads what is known. Changes nothing. */
    static Ledger read(IntervalLedger table, DeltaTarget target, BackfillSettings settings, CursorType type) {
        List<Entry> entries = table.entries();
        Ledger ledger = new Ledger(table, target, settings, type, entries);
        ledger.noteOthers(entries);
        String job = settings.job().identity().name();
        ledger.takeStamps(job, lastVersion(entries.stream().filter(ledger::isAboutThis)));
        ledger.takeBack(job);
        return ledger;
    }

    /** What is known of each part. */
    Intervals known() {
        return known;
    }

    /** Whether a loaded interval was over when it was read: rows may have come into it since, if it was not. */
    boolean hadEnded(IntervalRecord loaded) {
        long asOf = loaded.asOf().orElseGet(() -> type.positionAt(loaded.at(), settings.zone()));
        return loaded.window().to() <= asOf;
    }

    /** What a reader should know about how it is known, a sentence each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** How long writing has taken so far. */
    Duration spent() {
        return spent;
    }

    /** Takes note of what became of intervals. */
    void note(List<IntervalRecord> records) {
        records.forEach(known::put);
        unwritten.addAll(records);
    }

    /** Writes what was noted, if enough time has passed. */
    void writeNowAndThen() {
        if (System.nanoTime() >= restUntil) {
            write();
        }
    }

    /** Writes what was noted. */
    void write() {
        if (unwritten.isEmpty()) {
            return;
        }
        long began = System.nanoTime();
        Subject subject = new Subject(settings.column(), type, settings.zone(), targetId());
        List<Entry> entries = new ArrayList<>();
        for (IntervalRecord record : unwritten) {
            entries.add(new Entry(++lastNumber, subject, record));
        }
        table.add(entries);
        unwritten.clear();
        long took = System.nanoTime() - began;
        spent = spent.plusNanos(took);
        restUntil = System.nanoTime() + took * REST;
    }

    /** What a ledger says of a table that stood here before, or of another column, is of no use. */
    private boolean isAboutThis(Entry entry) {
        Subject subject = entry.subject();
        boolean ofThisTable =
                subject.targetId().equals(foundId) || entry.record().status() != IntervalStatus.SUCCESS;
        return ofThisTable && subject.column().equalsIgnoreCase(settings.column()) && subject.type() == type;
    }

    private void noteOthers(List<Entry> entries) {
        boolean others = entries.stream()
                .anyMatch(entry -> entry.record().status() == IntervalStatus.SUCCESS && !isAboutThis(entry));
        if (others) {
            notes.add(
                    "intervals that were loaded into another table at this place, or by another column, do not count");
        }
    }

    /** The last commit that the ledger was ever told of; -1 if it was told of none. What holds now may be about other things. */
    private static long lastVersion(Stream<Entry> entries) {
        return entries.map(Entry::record)
                .filter(record -> record.version().isPresent())
                .mapToLong(Ledger::version)
                .max()
                .orElse(-1);
    }

    /** Commits that came after all that the ledger was told of. */
    private void takeStamps(String job, long after) {
        List<IntervalRecord> found = new ArrayList<>();
        for (StampedCommit commit : target.commitsOf(job, after)) {
            loaded(commit).ifPresent(window -> found.addAll(records(commit, window)));
        }
        note(found);
        if (!found.isEmpty()) {
            notes.add(found.size() + " intervals were committed by a run that died before it could say so");
        }
    }

    /** Intervals that an undo, or a restore by somebody else, has taken out of the table again are not loaded. */
    private void takeBack(String job) {
        List<IntervalRecord> loaded = known.all().stream()
                .filter(record -> record.status() == IntervalStatus.SUCCESS)
                .toList();
        long before = loaded.stream().mapToLong(Ledger::version).min().orElse(Long.MAX_VALUE) - 1;
        List<IntervalRecord> gone = loaded.stream()
                .filter(restores(job, before).stream()
                        .map(restore -> (Predicate<IntervalRecord>) restore::tookBack)
                        .reduce(none -> false, Predicate::or))
                .map(IntervalRecord::pending)
                .toList();
        note(gone);
        if (!gone.isEmpty()) {
            notes.add(gone.size() + " intervals were loaded and then taken back, by an undo or a restore");
        }
    }

    /** A version that brought an earlier one back; of somebody else's it is not known which. */
    private record Restore(long version, long broughtBack) {
        boolean tookBack(IntervalRecord record) {
            return Ledger.version(record) > broughtBack && Ledger.version(record) <= version;
        }
    }

    private List<Restore> restores(String job, long after) {
        List<Restore> restores = new ArrayList<>();
        target.commitsOf(job, after)
                .forEach(commit -> commit.stamp()
                        .number(Stamp.RESTORED)
                        .ifPresent(brought -> restores.add(new Restore(commit.version(), brought))));
        target.changesByOthers(job, after).stream()
                .filter(other -> other.operation().equals("RESTORE"))
                .forEach(other -> restores.add(new Restore(other.version(), -1)));
        return restores;
    }

    private static long version(IntervalRecord record) {
        return record.version().orElse(Long.MAX_VALUE);
    }

    private Optional<Window> loaded(StampedCommit commit) {
        Stamp stamp = commit.stamp();
        boolean ours = stamp.operation().equals(Backfill.PATTERN)
                && settings.column().equalsIgnoreCase(stamp.facts().get(Stamp.COLUMN))
                && type.name().equals(stamp.facts().get(Stamp.COLUMN_TYPE));
        return ours
                ? Optional.of(Window.between(position(stamp, Stamp.FROM), position(stamp, Stamp.TO)))
                : Optional.empty();
    }

    private long position(Stamp stamp, String fact) {
        return type.position(stamp.facts().get(fact))
                .orElseThrow(() -> new IllegalStateException("A stamp has no position: " + stamp.json()));
    }

    /** The intervals that the ledger knows to lie there and knows less of than the commit, or else all of it as one. */
    private List<IntervalRecord> records(StampedCommit commit, Window window) {
        Stamp stamp = commit.stamp();
        List<Window> parts = new ArrayList<>(known.within(window).stream()
                .filter(record -> isNewer(stamp, record))
                .map(IntervalRecord::window)
                .toList());
        parts.addAll(known.lacking(window, any -> true));
        return parts.stream()
                .map(part -> new IntervalRecord(
                        part,
                        IntervalStatus.SUCCESS,
                        1,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(commit.version()),
                        Optional.empty(),
                        Optional.ofNullable(stamp.facts().get(Stamp.SEEN)),
                        Optional.ofNullable(stamp.facts().get(Stamp.AS_OF))
                                .map(type::position)
                                .orElse(OptionalLong.empty()),
                        stamp.run(),
                        stamp.generation(),
                        commit.at()))
                .toList();
    }

    /** What a run itself has said after a commit of its own holds. */
    private static boolean isNewer(Stamp stamp, IntervalRecord record) {
        boolean isOver = record.status() == IntervalStatus.FAILED || record.status() == IntervalStatus.SKIPPED;
        return stamp.generation() > record.generation() || (stamp.generation() == record.generation() && !isOver);
    }

    private String targetId() {
        return target.lastSeen().map(DeltaTarget.Live::id).orElse("");
    }
}

package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Unit;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.source.FileSource;
import io.highwater.common.source.SnapshotDirectories;
import io.highwater.common.source.SnapshotDirectories.Directory;
import io.highwater.common.source.SnapshotDirectories.Writing;
import io.highwater.common.state.Watermark;
import io.highwater.jobs.cdc.format.SnapshotDecoder;
import io.highwater.jobs.cdc.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run that applies the snapshots which lie in directories and are later than the last one applied, a commit for each.
 *
 * @param fresh those to be applied, in their order
 * @param notes what a reader of the report should know of the others, a sentence each
 */
record DirectoriesPlan(
        SnapshotLoads loads,
        FileSource files,
        SnapshotDirectories directories,
        List<Directory> fresh,
        List<String> notes)
        implements Plan {
    static DirectoriesPlan of(
            SnapshotLoads loads, FileSource files, SnapshotDirectories directories, WatermarkTrail.Found found) {
        if (!directories.all().isEmpty()) {
            loads.refuseOtherOrder(new SnapshotDecoder(directories.type(), 0), found.watermark());
        }
        List<Directory> later = directories.from(found.watermark().map(Watermark::position));
        List<Directory> fresh =
                later.stream().takeWhile(one -> one.writing() == Writing.DONE).toList();
        List<Directory> rest = later.subList(fresh.size(), later.size());
        refuseGap(files, rest);
        List<String> notes = new ArrayList<>(found.notes());
        List<Directory> earlier = directories.all().subList(0, directories.all().size() - later.size());
        if (!earlier.isEmpty()) {
            notes.add(
                    "left out, because they are not later than the last snapshot that was applied: " + names(earlier));
        }
        if (!rest.isEmpty()) {
            notes.add("not applied yet, because they are still being written (no _SUCCESS, or a _temporary): "
                    + names(rest));
        }
        return new DirectoriesPlan(loads, files, directories, fresh, notes);
    }

    @Override
    public List<String> description() {
        List<String> lines = new ArrayList<>();
        lines.add(
                fresh.isEmpty()
                        ? "would read nothing: no directory of " + files.path() + " is later than the last one applied"
                        : "would read " + fresh.size() + " snapshots of " + files.path() + ", one after another: "
                                + names(fresh));
        notes.forEach(note -> lines.add("  " + note));
        lines.addAll(loads.description());
        return lines;
    }

    @Override
    public List<Unit> units(RunContext run) {
        if (fresh.isEmpty()) {
            return List.of(context -> new Outcome.Unchanged(0, "there is no new snapshot", notes));
        }
        List<Unit> units = new ArrayList<>();
        for (Directory directory : fresh) {
            boolean first = units.isEmpty();
            boolean last = units.size() == fresh.size() - 1;
            units.add(loads.of(
                    snapshot(directory),
                    last ? SnapshotLoads.Place.LAST : SnapshotLoads.Place.BEFORE_OTHERS,
                    first ? notes : List.of()));
        }
        return units;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private Snapshot snapshot(Directory directory) {
        return new Snapshot(
                directory.name(),
                new SnapshotDecoder(directories.type(), directory.position()),
                new FileSource(directory.path(), files.format(), files.schema(), files.options()));
    }

    /** What comes after an unfinished one cannot go first: the unfinished one would never be applied. */
    private static void refuseGap(FileSource files, List<Directory> rest) {
        List<Directory> done =
                rest.stream().filter(one -> one.writing() == Writing.DONE).toList();
        if (!done.isEmpty()) {
            throw new UserException(
                    ExitCode.REFUSED,
                    "Refused to apply the snapshots of " + files.path() + ": "
                            + rest.get(0).name()
                            + " is not finished (no _SUCCESS, or a _temporary), and " + names(done)
                            + " come after it. Nothing was read. Finish it, or take it away.");
        }
    }

    private static String names(List<Directory> some) {
        return some.stream().map(Directory::name).collect(Collectors.joining(", "));
    }
}

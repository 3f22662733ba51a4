package io.highwater.common.target;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which files of a table are worth writing anew. Two things make reading slow: many small files, and rows that are read only
 * to be hidden. What is written anew stays little beside what was merged: small files are brought together when there are
 * enough of them, and a larger one joins only if the smaller ones together are its size, so that a row is written again
 * about as often as its surroundings have doubled; files with deleted rows wait until these are a part that counts.
 */
final class Wear {
    /** To read so little less makes no difference beside opening a file. */
    private static final long LEAST_GAIN = 1_000_000;

    private final UpkeepSettings settings;

    Wear(UpkeepSettings settings) {
        this.settings = settings;
    }

    /**
     * A data file.
     *
     * @param path its name
     * @param partition where it is, with others that it may be brought together with
     * @param bytes its size
     * @param rows those in it, deleted or not; 0 if nobody counted
     * @param deleted those of them that are hidden
     */
    record DataFile(String path, Map<String, String> partition, long bytes, long rows, long deleted) {
        /** About what it would be without the hidden rows. */
        long liveBytes() {
            return rows == 0 ? bytes : Math.round((double) bytes * (rows - deleted) / rows);
        }

        long deletedBytes() {
            return bytes - liveBytes();
        }
    }

    /**
     * The files to write anew.
     *
     * @param files all of the table, or at least those that are small or have deleted rows
     * @param tableBytes the size of the table
     */
    List<DataFile> worn(List<DataFile> files, long tableBytes) {
        return files.stream().collect(Collectors.groupingBy(DataFile::partition)).values().stream()
                .map(some -> wornTogether(some, tableBytes))
                .flatMap(Collection::stream)
                .toList();
    }

    private List<DataFile> wornTogether(List<DataFile> files, long tableBytes) {
        List<DataFile> small = bringable(files);
        List<DataFile> thinned = files.stream().filter(this::isThin).toList();
        long gain = thinned.stream().mapToLong(DataFile::deletedBytes).sum();
        if (gain > Math.max(LEAST_GAIN, share(Math.min(settings.fileSize(), tableBytes)))) {
            List<DataFile> all = new ArrayList<>(thinned);
            small.stream().filter(file -> !thinned.contains(file)).forEach(all::add);
            return all;
        }
        return small.size() < settings.smallFiles() ? List.of() : small;
    }

    private boolean isThin(DataFile file) {
        return file.deletedBytes() > share(file.bytes());
    }

    private double share(long bytes) {
        return settings.maxDeleted().fraction().doubleValue() * bytes;
    }

    /** From the smallest up to the last that is no larger than all before it together. */
    private List<DataFile> bringable(List<DataFile> files) {
        List<DataFile> small = files.stream()
                .filter(file -> file.liveBytes() < settings.small())
                .sorted(Comparator.comparingLong(DataFile::liveBytes))
                .toList();
        int end = 0;
        long before = 0;
        for (int i = 0; i < small.size(); i++) {
            long bytes = small.get(i).liveBytes();
            if (bytes <= before) {
                end = i + 1;
            }
            before += bytes;
        }
        return small.subList(0, end);
    }
}

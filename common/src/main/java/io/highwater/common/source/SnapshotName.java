package io.highwater.common.source;

import io.highwater.common.time.CursorType;
import io.highwater.common.time.Micros;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * What the name of a snapshot's directory says: a number, a date, or a time in UTC, maybe after the name of a column as in
 * {@code snapshot_date=2026-01-01}. As few file systems allow colons, {@code 2026-01-01T10-30-00} is a time too.
 *
 * @param column the name of the column; empty where there is none
 * @param type what the name counts
 * @param position its place in the order of such names
 */
record SnapshotName(String column, CursorType type, long position) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})-?(\\d{2})-?(\\d{2})(?:[T _](\\d{2})[:-]?(\\d{2})(?:[:-]?(\\d{2})(\\.\\d{1,6})?)?Z?)?");

    /** What a name says; empty if it has no place in any order. */
    static Optional<SnapshotName> of(String directory) {
        int equals = directory.indexOf('=');
        String column = directory.substring(0, Math.max(equals, 0));
        String value = ExternalCatalogUtils.unescapePathName(directory.substring(equals + 1));
        if (NUMBER.matcher(value).matches()) {
            return Optional.of(new SnapshotName(column, CursorType.INTEGER, Long.parseLong(value)));
        }
        Matcher time = TIME.matcher(value);
        try {
            return time.matches() ? Optional.of(of(column, time)) : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static SnapshotName of(String column, Matcher time) {
        LocalDate day = LocalDate.parse(time.group(1) + "-" + time.group(2) + "-" + time.group(3));
        if (time.group(4) == null) {
            return new SnapshotName(column, CursorType.DATE, day.toEpochDay());
        }
        String seconds = Optional.ofNullable(time.group(6)).orElse("00")
                + Optional.ofNullable(time.group(7)).orElse("");
        LocalDateTime moment = LocalDateTime.parse(day + "T" + time.group(4) + ":" + time.group(5) + ":" + seconds);
        return new SnapshotName(column, CursorType.INSTANT, Micros.of(moment.toInstant(ZoneOffset.UTC)));
    }

    /** What names are like that can be compared with this one. */
    String kind() {
        String what = switch (type) {
            case INTEGER -> "a number";
            case DATE -> "a date";
            case INSTANT, LOCAL -> "a time";
        };
        return column.isEmpty() ? what : what + " of column " + column;
    }
}

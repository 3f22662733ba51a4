package io.highwater.jobs.advisor;

import io.highwater.common.source.catalog.ColumnFacts;
import io.highwater.common.source.catalog.ColumnFacts.Kind;
import io.highwater.common.source.catalog.DatabaseFacts;
import io.highwater.common.source.catalog.TableFacts;
import io.highwater.jobs.advisor.Advice.Deletes;
import io.highwater.jobs.advisor.Advice.Pattern;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which pattern fits a table. Goes by nothing but the facts it is given.
 *
 * @param database what the database says of itself
 * @param small tables with fewer rows are read anew as quickly as it takes to find out what changed in them
 * @param today the day it is
 */
record Rules(DatabaseFacts database, long small, LocalDate today) {
    private static final double ORDERED = 0.9;
    private static final java.util.regex.Pattern CHANGED = java.util.regex.Pattern.compile(
            "(^|_)(upd|updated?|modif(ied|y|ication)|mod|changed?|touched|mtime|last_?(updated?|changed?|mod\\w*|seen))"
                    + "(_?(at|on|ts|time|date|timestamp|utc))?($|_)");
    private static final java.util.regex.Pattern CREATED = java.util.regex.Pattern.compile(
            "(^|_)(created?|creation|inserted|added|logged|recorded|occurred|happened|received|placed|ordered|event|log|entry)"
                    + "(_?(at|on|ts|time|date|timestamp|utc))?($|_)|^(ts|timestamp|time)$");

    /** The first rule that fits decides. */
    Advice advice(TableFacts table) {
        Advice advice = ifSmall(table)
                .or(() -> files(table).flatMap(FileRules::changeFeed))
                .or(() -> files(table).flatMap(files -> files.dates(today)))
                .or(() -> changeTime(table))
                .or(() -> onlyInserted(table))
                .orElseGet(() -> everything(table));
        return table.files().map(files -> advice.with(files.notes())).orElse(advice);
    }

    private static Optional<FileRules> files(TableFacts table) {
        return table.files().map(files -> new FileRules(table, files));
    }

    /** Whether a table is known to be small. */
    boolean isSmall(TableFacts table) {
        return table.rows().isPresent() && table.rows().getAsLong() < small;
    }

    private Optional<Advice> ifSmall(TableFacts table) {
        if (!isSmall(table)) {
            return Optional.empty();
        }
        return Optional.of(new Advice(
                table,
                Pattern.FULL_REFRESH,
                Optional.empty(),
                Deletes.NOTHING,
                String.format("small: fewer than %,d rows", small),
                table.key().isEmpty() ? List.of(keyless()) : List.of()));
    }

    /** A load by a column that says when a row changed, if there is one. */
    Optional<Advice> changeTime(TableFacts table) {
        Optional<ColumnFacts> found = table.columns().stream()
                .filter(ColumnFacts::isTime)
                .filter(column -> CHANGED.matcher(words(column.name())).find())
                .max(Comparator.comparing(ColumnFacts::isComplete).thenComparing(ColumnFacts::indexed));
        if (found.isEmpty() || table.key().isEmpty()) {
            return Optional.empty();
        }
        ColumnFacts cursor = found.get();
        List<String> warnings = new ArrayList<>(aboutCursor(table, cursor));
        warnings.add("that every update sets " + cursor.name()
                + " is taken from its name; prove finds rows of which it is not true");
        return Optional.of(new Advice(
                table,
                Pattern.INCREMENTAL,
                found,
                deletes(table, warnings),
                "changes carry a time: " + described(table, cursor) + counted(table),
                warnings));
    }

    private static Optional<Advice> onlyInserted(TableFacts table) {
        boolean never = table.writes()
                .filter(writes -> writes.updated() == 0 && writes.deleted() == 0 && writes.inserted() > 0)
                .isPresent();
        if (!never) {
            return Optional.empty();
        }
        return appended(table)
                .map(cursor -> new Advice(
                        table,
                        Pattern.INCREMENTAL,
                        Optional.of(cursor),
                        Deletes.NOTHING,
                        "rows are only added: " + described(table, cursor) + counted(table),
                        aboutCursor(table, cursor)));
    }

    /** What grows as rows are added: the time they were added at, or a number. */
    private static Optional<ColumnFacts> appended(TableFacts table) {
        Optional<ColumnFacts> time = table.columns().stream()
                .filter(ColumnFacts::isTime)
                .filter(ColumnFacts::isComplete)
                .filter(column -> CREATED.matcher(words(column.name())).find())
                .max(Comparator.comparing(ColumnFacts::indexed));
        return time.or(() -> table.columns().stream()
                .filter(column -> column.kind() == Kind.INTEGER && table.key().equals(List.of(column.name())))
                .filter(column -> column.order().orElse(0) > ORDERED)
                .findFirst());
    }

    private Advice everything(TableFacts table) {
        List<String> warnings = new ArrayList<>();
        if (table.key().isEmpty()) {
            warnings.add(keyless());
        }
        warnings.add(files(table).map(FileRules::cheaper).orElseGet(this::cheaper));
        String rows = table.rows().isPresent() ? "" : "; how many rows it has is not known";
        return new Advice(
                table,
                Pattern.FULL_REFRESH,
                Optional.empty(),
                Deletes.NOTHING,
                "nothing tells what changed: no time of change" + (table.key().isEmpty() ? ", no key" : "")
                        + counted(table) + rows,
                warnings);
    }

    private String cheaper() {
        return database.changeLog()
                .map(setting -> "every run reads all of it; " + setting
                        + " lets Debezium or DMS follow its changes, and cdc-merge would then bring them alone")
                .orElse(
                        "every run reads all of it; a column that says when a row changed would let incremental bring the"
                                + " changes alone");
    }

    private static List<String> aboutCursor(TableFacts table, ColumnFacts cursor) {
        List<String> warnings = new ArrayList<>();
        if (!cursor.indexed()) {
            warnings.add(files(table)
                    .map(files -> files.readsAll(cursor.name()))
                    .orElseGet(() -> "no index leads with " + cursor.name()
                            + ", so every run reads the whole table: CREATE INDEX ON " + table.qualified() + " ("
                            + cursor.name() + ")"));
        }
        if (cursor.kind() == Kind.LOCAL) {
            warnings.add(cursor.name() + " has no zone and is read as UTC; incremental.zone names another");
        }
        if (!cursor.isComplete()) {
            warnings.add(cursor.name() + " may be NULL; such rows come with every run (on-null = include)");
        }
        return warnings;
    }

    /** A time of change does not show which rows were deleted. */
    private static Deletes deletes(TableFacts table, List<String> warnings) {
        if (table.writes().isEmpty()) {
            warnings.add("rows deleted in the source stay, and "
                    + (table.files().isPresent() ? "nothing tells" : "the database does not tell")
                    + " whether there are any;"
                    + " incremental.delete-detection = key-compare finds them");
            return Deletes.NOTHING;
        }
        return table.writes().get().deleted() > 0 ? Deletes.KEY_COMPARE : Deletes.NOTHING;
    }

    private static String described(TableFacts table, ColumnFacts cursor) {
        String indexed = table.files().isPresent() ? ", its statistics kept" : ", indexed";
        return cursor.name() + (cursor.indexed() ? indexed : "") + (cursor.isComplete() ? ", never NULL" : "");
    }

    private static String counted(TableFacts table) {
        return table.writes()
                .map(writes ->
                        String.format("; %,d updates and %,d deletes counted", writes.updated(), writes.deleted()))
                .orElse("");
    }

    private static String keyless() {
        return "it has no primary key: nothing tells its rows apart";
    }

    /** {@code lastUpdatedAt} as {@code last_updated_at}. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}

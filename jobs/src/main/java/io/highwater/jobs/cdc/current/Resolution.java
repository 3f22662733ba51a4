package io.highwater.jobs.cdc.current;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.highwater.common.target.Names;
import io.highwater.common.target.RowDigest;
import io.highwater.common.target.StagedRewrite;
import io.highwater.jobs.cdc.fold.KeyState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What becomes of a key: what the events say (columns of {@link KeyState}) and what the table holds (the same under names
 * with {@link #STORED} before them) make one state.
 */
record Resolution(Bookkeeping bookkeeping) {
    /** Before the names of columns about the stored row. */
    static final String STORED = "stored_";
    /** The sequence and the moment of the last deletion that is remembered beside the table. */
    static final String REMEMBERED = "remembered_";
    /** The sequence and the moment of the last truncation. */
    static final String TRUNCATED = "truncated_";

    /** The last upsert, the last deletion, and whether the latter counts. */
    static final String KNOWN = "hw_known";

    static final String LAST_UPSERT = "hw_last_upsert";

    static final String LAST_DELETE = "hw_last_delete";
    static final String LAST_DELETE_AT = "hw_last_delete_at";
    static final String GONE = "hw_gone";
    static final String REST = "hw_rest";
    static final String VERDICT = "hw_verdict";
    /** The stored row's columns, where they are needed. */
    static final String CONTENT = "hw_content";

    /** What is to be done about a key. */
    enum Verdict {
        /** Nothing: the table says the same. */
        UNCHANGED,
        /** The row comes from the events alone. */
        WHOLE,
        /** The row comes from the events and the stored row. */
        MIXED,
        /** Events and stored row have the same sequence; whether they are the same must be looked at. */
        TIED,
        /** The stored row goes. */
        REMOVED,
        /** There is no row and there will be none. */
        ABSENT
    }

    /** Pairs with what they come to. */
    Dataset<Row> of(Dataset<Row> pairs) {
        Column lastDelete = greatest(
                col(KeyState.DELETED),
                col(STORED + KeyState.DELETED),
                col(REMEMBERED + KeyState.DELETED),
                col(TRUNCATED + KeyState.DELETED));
        return with(
                with(
                        with(
                                pairs,
                                col(StagedRewrite.FILE).isNotNull().as(KNOWN),
                                greatest(col(KeyState.UPSERTED), col(STORED + KeyState.UPSERTED))
                                        .as(LAST_UPSERT),
                                lastDelete.as(LAST_DELETE)),
                        gone().as(GONE),
                        deletedAt().as(LAST_DELETE_AT),
                        rest().as(REST)),
                verdict().as(VERDICT));
    }

    private static Dataset<Row> with(Dataset<Row> rows, Column... more) {
        List<Column> all = new ArrayList<>(List.of(col("*")));
        all.addAll(Arrays.asList(more));
        return rows.select(all.toArray(Column[]::new));
    }

    private static Column gone() {
        return expr("hw_last_delete IS NOT NULL AND coalesce(hw_last_upsert < hw_last_delete, true)");
    }

    private static Column deletedAt() {
        Column at = col(TRUNCATED + KeyState.DELETED_AT);
        for (String side : List.of(REMEMBERED, "", STORED)) {
            at = when(col(side + KeyState.DELETED).eqNullSafe(col(LAST_DELETE)), col(side + KeyState.DELETED_AT))
                    .otherwise(at);
        }
        return at;
    }

    /** The columns that are older than the last upsert; where rows are deleted, none is older than the last deletion. */
    private Column rest() {
        String floor = bookkeeping.soft().isPresent() ? "" : ", hw_last_delete";
        String names = "array_union(coalesce(map_keys(hw_late), cast(array() as array<string>)),"
                + " coalesce(map_keys(stored_hw_late), cast(array() as array<string>)))";
        String entries = "filter(transform(" + names + ", name -> struct(name, greatest("
                + sequence("name", "") + ", " + sequence("name", STORED) + floor
                + ") AS sequence)), entry -> entry.sequence IS NULL OR entry.sequence < hw_last_upsert)";
        return expr("CASE WHEN hw_late IS NULL AND stored_hw_late IS NULL THEN NULL WHEN size(" + entries
                        + ") > 0 THEN map_from_entries(" + entries + ") END")
                .cast(bookkeeping.late());
    }

    /** The sequence of a column's value on one side. */
    private static String sequence(String name, String side) {
        String late = side + KeyState.LATE;
        return "CASE WHEN map_contains_key(" + late + ", " + name + ") THEN " + late + "[" + name + "] ELSE " + side
                + KeyState.UPSERTED + " END";
    }

    private Column verdict() {
        Column soft = lit(bookkeeping.soft().isPresent());
        Column known = col(KNOWN);
        Column absent = soft.equalTo(lit(false)).and(col(GONE));
        Column whole = expr("NOT hw_known OR (hw_late IS NULL AND hw_upserted IS NOT NULL"
                + " AND coalesce(hw_upserted > stored_hw_upserted, true))");
        // A column that is as old as its row's last deletion may have no value yet: an upsert of that sequence brings
        // it.
        Column tied = expr("(hw_upserted <=> stored_hw_upserted AND hw_upserted IS NOT NULL)"
                + " OR coalesce(exists(map_keys(stored_hw_late), name -> stored_hw_late[name] = "
                + sequence("name", "") + "), false)");
        return when(absent.and(known), literal(Verdict.REMOVED))
                .when(absent, literal(Verdict.ABSENT))
                .when(known.and(same()).and(tied), literal(Verdict.TIED))
                .when(known.and(same()), literal(Verdict.UNCHANGED))
                .when(whole, literal(Verdict.WHOLE))
                .otherwise(literal(Verdict.MIXED));
    }

    /** Whether there are columns for which no event had a value. */
    static Column lacksValues() {
        return expr("exists(map_values(hw_rest), sequence -> sequence IS NULL)");
    }

    /** Whether there are columns that are empty because of the last deletion. */
    static Column emptiedByDeletion() {
        return expr("coalesce(exists(map_values(hw_rest), sequence -> sequence = hw_last_delete), false)");
    }

    /** Whether the table's bookkeeping says already what it would say. */
    private static Column same() {
        return expr("hw_last_upsert <=> stored_hw_upserted"
                + " AND hw_gone = (stored_hw_deleted IS NOT NULL)"
                + " AND (NOT hw_gone OR hw_last_delete <=> stored_hw_deleted)"
                + " AND array_sort(map_entries(hw_rest)) <=> array_sort(map_entries(stored_hw_late))");
    }

    /** The row that the table is to hold, of pairs that have the stored content where it is needed. */
    List<Column> row(StructType columns, List<String> key) {
        List<Column> row = new ArrayList<>();
        for (String name : columns.fieldNames()) {
            boolean isKey = key.stream().anyMatch(name::equalsIgnoreCase);
            row.add((isKey ? col(Names.quoted(name)) : value(name)).as(name));
        }
        row.add(when(col(GONE), col(LAST_DELETE)).otherwise(col(LAST_UPSERT)).as(Bookkeeping.SEQUENCE));
        bookkeeping
                .soft()
                .ifPresent(marks -> row.add(when(col(GONE), coalesce(col(LAST_DELETE_AT), current_timestamp()))
                        .as(marks.column())));
        row.add(when(col(GONE).or(col(REST).isNotNull()), bookkeeping.fold(col(LAST_UPSERT), col(REST)))
                .as(Bookkeeping.FOLD));
        return row;
    }

    private Column value(String name) {
        Column ours = side(name, "");
        Column theirs = side(name, STORED);
        Column fresh = ours.isNotNull().and(theirs.isNull().or(ours.geq(theirs)));
        Column value = when(fresh, col(KeyState.ROW).getField(name))
                .otherwise(col(CONTENT).getField(name));
        if (bookkeeping.soft().isPresent()) {
            return value;
        }
        Column sequence = greatest(ours, theirs);
        Column forgotten = col(LAST_DELETE).isNotNull().and(sequence.isNull().or(sequence.lt(col(LAST_DELETE))));
        return when(forgotten, lit(null)).otherwise(value);
    }

    /**
     * Whether an upsert has the sequence of a stored value and another value, of pairs that have the stored content. NULL is a
     * value like others, but where the column came in later than the row, or is as old as the deletion that left it empty.
     *
     * @param later the columns that may have come in later
     */
    Column contradicts(StructType columns, Set<String> later) {
        List<Column> ours = new ArrayList<>();
        List<Column> theirs = new ArrayList<>();
        for (String name : columns.fieldNames()) {
            Column stored = col(CONTENT).getField(name);
            Column told = later.contains(name)
                    ? stored.isNotNull()
                    : stored.isNotNull().or(not(coalesce(side(name, STORED).equalTo(col(LAST_DELETE)), lit(false))));
            Column both = told.and(coalesce(side(name, "").equalTo(side(name, STORED)), lit(false)));
            ours.add(when(both, col(KeyState.ROW).getField(name)).as(name));
            theirs.add(when(both, stored).as(name));
        }
        return RowDigest.of(struct(ours.toArray(Column[]::new)), columns)
                .notEqual(RowDigest.of(struct(theirs.toArray(Column[]::new)), columns));
    }

    /** The sequence of a column's value on one side. */
    private static Column side(String name, String side) {
        return expr(sequence("'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'", side));
    }

    static Column literal(Verdict verdict) {
        return lit(verdict.ordinal());
    }

    /** What is known of a stored row, from the table's own columns. */
    List<Column> stored(StructType table, List<String> key) {
        List<Column> stored = new ArrayList<>();
        key.forEach(name -> stored.add(col(Names.quoted(name)).as(STORED + "key_" + key.indexOf(name))));
        stored.add(bookkeeping.upserted(table).cast(bookkeeping.sequence()).as(STORED + KeyState.UPSERTED));
        stored.add(bookkeeping.deleted(table).cast(bookkeeping.sequence()).as(STORED + KeyState.DELETED));
        stored.add(bookkeeping.deletedAt(table).as(STORED + KeyState.DELETED_AT));
        stored.add(bookkeeping.late(table).cast(bookkeeping.late()).as(STORED + KeyState.LATE));
        stored.add(col(StagedRewrite.FILE));
        stored.add(col(StagedRewrite.ROW));
        return stored;
    }
}

package io.highwater.jobs.cdc;

import io.highwater.common.config.Section;
import io.highwater.common.config.Shape;
import io.highwater.common.job.GoneRows;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.quality.RowCheck;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.source.feed.FeedSettings;
import io.highwater.common.target.NewColumns;
import io.highwater.common.target.SchemaPolicy;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cdc.format.FormatSettings;
import io.highwater.jobs.cdc.snapshot.SnapshotSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a merge of change events is told.
 *
 * @param identity what the job is known by
 * @param input where changes come from
 * @param format what they look like
 * @param routes where the rows of which table go
 * @param renamedTables what the source calls its tables now, by what it called them before
 * @param unrouted what becomes of events of other tables
 * @param deletes what becomes of deleted rows
 * @param history whether earlier versions of rows are kept
 * @param track the columns whose changes make a new version; all if empty
 * @param nulls what a NULL in an update is
 * @param columns which columns come in
 * @param types types of columns in a user's words
 * @param schema what happens when the feed's columns are not the table's
 * @param checks what every row should meet
 * @param limits how much a micro-batch holds
 * @param maxProblems how many records a run may set aside
 * @param lostCheckpoint what happens when it is not known any more what was read
 * @param rememberDeletes for how long deletions are remembered that the table does not show; empty for good
 */
record CdcSettings(
        JobIdentity identity,
        Input input,
        FormatSettings format,
        List<TableRoute> routes,
        Map<String, String> renamedTables,
        Unrouted unrouted,
        GoneRows deletes,
        History history,
        List<String> track,
        Nulls nulls,
        ColumnChoice columns,
        Map<String, String> types,
        SchemaPolicy schema,
        List<RowCheck> checks,
        Feed.Limits limits,
        long maxProblems,
        LostCheckpoint lostCheckpoint,
        Optional<Duration> rememberDeletes) {
    private static final long MANY = 1_000_000_000L;

    /** Where changes come from. */
    sealed interface Input {
        /** A feed tells them. */
        record Changes(Feed feed) implements Input {}

        /** They are found by comparing snapshots with the table. */
        record Snapshots(SnapshotSettings settings) implements Input {}
    }

    /** Whether earlier versions of rows are kept. */
    enum History {
        /** One row for each key. */
        NONE,
        /** One row for each period in which a row was the same. */
        SCD2
    }

    /** What a NULL in an update is. */
    enum Nulls {
        /** A value like others. */
        TAKEN,
        /** No value: the column keeps what it has. */
        IGNORED
    }

    /** What becomes of events of tables that go nowhere. */
    enum Unrouted {
        /** The run is refused before anything of their batch is merged. */
        FAIL,
        /** They are left out. */
        IGNORE
    }

    /** What happens when it is not known any more what was read. */
    enum LostCheckpoint {
        /** The run is refused. */
        FAIL,
        /** All that the feed still has is read again. */
        REREAD
    }

    private enum From {
        CHANGES,
        SNAPSHOTS
    }

    private static final Shape<Optional<Duration>> REMEMBERED = new Shape<>(
            "expected a duration such as 90 days, or forever",
            Optional.empty(),
            value -> value.unwrapped().equals("forever")
                    ? Optional.of(Optional.empty())
                    : Shape.DURATION.reading().apply(value).map(Optional::of));

    /** Reads the configuration; what is wrong with it becomes problems of the configuration. */
    static CdcSettings from(Section root) {
        Section cdc = root.section("cdc");
        Section batch = cdc.section("batch");
        if (cdc.choice("history", History.class) == History.NONE
                && !cdc.optionalTexts("track").isEmpty()) {
            cdc.problem("track", "there are no periods without history = scd2; leave out one of the two");
        }
        return new CdcSettings(
                JobIdentity.from(root),
                input(root, cdc),
                FormatSettings.from(cdc),
                routes(root, cdc),
                cdc.textMap("renamed-tables"),
                cdc.choice("unrouted", Unrouted.class),
                cdc.choice("delete", GoneRows.class),
                cdc.choice("history", History.class),
                cdc.optionalTexts("track"),
                cdc.flag("ignore-null-updates") ? Nulls.IGNORED : Nulls.TAKEN,
                ColumnChoice.from(cdc),
                cdc.textMap("types"),
                cdc.choice("schema", NewColumns.class).policy(),
                root.sections("checks").stream().map(RowCheck::from).toList(),
                new Feed.Limits(batch.longInteger("max-files", 1, MANY), batch.longInteger("max-messages", 1, MANY)),
                cdc.longInteger("max-problems", 0, MANY),
                cdc.choice("lost-checkpoint", LostCheckpoint.class),
                cdc.value("remember-deletes", REMEMBERED));
    }

    private static Input input(Section root, Section cdc) {
        if (cdc.choice("from", From.class) == From.CHANGES) {
            return new Input.Changes(FeedSettings.from(root.section("source")));
        }
        if (!cdc.sections("tables").isEmpty()) {
            cdc.problem("tables", "a snapshot is of one table; expected none, and the block target");
        } else if (root.section("target").optionalTexts("key").isEmpty()) {
            root.section("target").problem("key", "rows of snapshots cannot be told apart without it; name the key");
        }
        if (cdc.flag("ignore-null-updates")) {
            cdc.problem("ignore-null-updates", "a NULL in a snapshot is what the source has; expected false");
        }
        return new Input.Snapshots(SnapshotSettings.from(root));
    }

    private static List<TableRoute> routes(Section root, Section cdc) {
        List<TableRoute> routes = new ArrayList<>();
        for (Section table : cdc.sections("tables")) {
            routes.add(new TableRoute(
                    table.text("source"), table.optionalText("schema"), TargetSettings.from(table.section("target"))));
        }
        if (routes.isEmpty()) {
            routes.add(new TableRoute("*", Optional.empty(), TargetSettings.from(root.section("target"))));
        }
        return routes;
    }

    /** The same for one of the tables, all of whose events are in a feed of its own. */
    CdcSettings of(TableRoute route) {
        return new CdcSettings(
                identity,
                input,
                format,
                List.of(new TableRoute("*", route.schema(), route.target())),
                renamedTables,
                unrouted,
                deletes,
                history,
                track,
                nulls,
                columns,
                types,
                schema,
                checks,
                limits,
                maxProblems,
                lostCheckpoint,
                rememberDeletes);
    }

    /** Where events of a table go. */
    Optional<TableRoute> route(Optional<String> table) {
        return routes.stream()
                .filter(route -> hasOneTable() || table.filter(route::leads).isPresent())
                .findFirst();
    }

    /** Whether all events go to one table, whatever table they are of. */
    boolean hasOneTable() {
        return routes.size() == 1 && routes.get(0).source().equals("*");
    }
}

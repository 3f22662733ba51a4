package io.highwater.jobs.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.CommandLineRun;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;

/** Where a load goes on: watermarks lost, taken back, and at odds with the table. */
class WatermarkTest extends TenOrders {
    @Test
    void watermarkIsInTheCommitAndInTheState() {
        lake.run("incremental");

        assertThat(lake.history().get(0).<String>getAs("userMetadata"))
                .contains("\"watermark\":\"" + watermark() + "\"", "\"cursor\":\"updated_at\"", "\"job\":\"orders\"");
    }

    @Test
    void stateThatWasDeletedIsRebuiltFromTheData() {
        lake.run("incremental");
        String watermark = watermark();
        FileUtil.fullyDelete(lake.state().toFile());
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("the watermark " + watermark + " was found in the data, the state had none");
        assertThatTheTableIsTheSource();
    }

    @Test
    void stateElsewhereLearnsFromTheDataAndTheFormerOneDoesSoAfterwards() {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        String[] elsewhere = {"--set", "state.path=" + directory.resolve("elsewhere")};
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");
        CommandLineRun other = lake.run("incremental", elsewhere);
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (12, 'newer')");
        CommandLineRun back = lake.run("incremental");
        CommandLineRun again = lake.run("incremental", elsewhere);

        assertThat(other.code()).as(other.err()).isZero();
        assertThat(other.out()).contains("was found in the data, the state had none", "1 inserted, 0 updated");
        assertThat(back.code()).as(back.err()).isZero();
        assertThat(back.out()).contains("was found in the data, the state had 2", "1 inserted, 0 updated");
        assertThat(again.code()).as(again.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void tableThatIsGoneIsLoadedAgainFromTheBeginning() {
        lake.run("incremental");
        FileUtil.fullyDelete(lake.table().toFile());

        CommandLineRun run = lake.run("incremental");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("which this table does not have: everything is loaded again");
        assertThatTheTableIsTheSource();
    }

    @Test
    void otherCursorThanTheWatermarksIsRefused() {
        SHOP.execute("ALTER TABLE tide.orders ADD COLUMN created_at timestamptz DEFAULT now()");
        lake.run("incremental");

        CommandLineRun run = lake.run("incremental", "--set", "incremental.column=created_at");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("is about column updated_at").contains("highwater rewind --to-beginning");
    }

    @Test
    void changesBySomebodyElseAreReported() {
        lake.run("incremental");
        lake.texts("DELETE FROM {orders} WHERE id = 5");
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");

        CommandLineRun run = lake.run("incremental");

        assertThat(run.out()).contains("version 1 of").contains("(DELETE) was not made by this job");
    }

    @Test
    void restoreBySomebodyElseStopsTheJobUntilItIsRewound() {
        lake.run("incremental");
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        lake.texts("RESTORE TABLE {orders} TO VERSION AS OF 0");
        CommandLineRun upkeep = lake.run("upkeep", "--set", "target.upkeep.log-retention=60 days");
        assertThat(upkeep.out()).as(upkeep.err()).contains("upkeep: ");

        CommandLineRun stopped = lake.run("incremental");
        CommandLineRun rewound = lake.run("rewind", "--to-version", "0");
        CommandLineRun next = lake.run("incremental");

        assertThat(stopped.code()).isEqualTo(4);
        assertThat(stopped.err()).contains("brought an earlier version back").contains("highwater rewind --to-version");
        assertThat(rewound.code()).as(rewound.err()).isZero();
        assertThat(next.code()).as(next.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void undoTakesTheWatermarkBackWithTheRows() {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        SHOP.execute("INSERT INTO tide.orders (id, note) VALUES (11, 'new')");
        lake.run("incremental");
        CommandLineRun undone = lake.run("undo");
        List<String> rows = lake.texts("SELECT count(*) FROM {orders}");
        CommandLineRun next = lake.run("incremental");

        assertThat(undone.code()).as(undone.err()).isZero();
        assertThat(rows).containsExactly("10");
        assertThat(next.code()).as(next.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void rewoundJobReadsAgainAndDoublesNothing() {
        lake = lake("overlap = 0 seconds");
        lake.run("incremental");
        lake.texts("DELETE FROM {orders} WHERE id = 5");
        CommandLineRun rewound = lake.run("rewind", "--to", "2020-01-01");
        CommandLineRun next = lake.run("incremental");

        assertThat(rewound.code()).as(rewound.err()).isZero();
        assertThat(rewound.out()).contains("back to 2020-01-01T00:00:00Z");
        assertThat(next.out()).contains("1 inserted, 0 updated, 9 already there");
        assertThatTheTableIsTheSource();
    }

    @Test
    void overlapDoesNotReachBelowWhereTheJobBegan() {
        SHOP.execute("UPDATE tide.orders SET updated_at = clock_timestamp() - interval '1 minute' WHERE id <= 5");
        String start = SHOP.texts("SELECT min(updated_at) FROM tide.orders WHERE id > 5")
                .get(0);
        lake = lake("overlap = 1 hour, start = \"" + start.replace(' ', 'T') + ":00\"");
        CommandLineRun first = lake.run("incremental");
        CommandLineRun again = lake.run("incremental");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(again.out()).contains("(5 rows read)");
        assertThat(lake.texts("SELECT id FROM {orders} ORDER BY id")).containsExactly("6", "7", "8", "9", "10");
    }

    @Test
    void watermarkGoesBackWhereThereIsNoTableYet() {
        SHOP.execute("DELETE FROM tide.orders");
        lake.run("incremental");
        CommandLineRun rewound = lake.run("rewind", "--to", "2020-01-01");

        assertThat(lake.table()).doesNotExist();
        assertThat(rewound.code()).as(rewound.err()).isZero();
        assertThat(watermark()).isEqualTo("2020-01-01T00:00:00Z");
    }

    @Test
    void rewindGoesOnlyBackAndSurvivesALostState() {
        lake = lake("overlap = 0 seconds");
        CommandLineRun none = lake.run("rewind", "--to-beginning");
        lake.run("incremental");
        lake.texts("DELETE FROM {orders} WHERE id = 5");
        CommandLineRun forward = lake.run("rewind", "--to", "2999-01-01");
        CommandLineRun beginning = lake.run("rewind", "--to-beginning");
        FileUtil.fullyDelete(lake.state().toFile());
        lake.run("incremental");

        assertThat(none.code()).as(none.err()).isEqualTo(4);
        assertThat(none.err()).contains("Cannot rewind: the job has no watermark");
        assertThat(forward.code()).isEqualTo(4);
        assertThat(forward.err()).contains("only goes back");
        assertThat(beginning.code()).as(beginning.err()).isZero();
        assertThatTheTableIsTheSource();
    }

    @Test
    void statusShowsTheWatermarkAndHowFarItIsBehind() {
        lake.run("incremental");

        CommandLineRun status = lake.run("status");

        assertThat(status.out()).contains("updated_at", watermark()).containsPattern("\\d+ s");
        assertThat(lake.run("status", "--json").out()).contains("\"lag_seconds\"", "\"watermark\" : \"" + watermark());
    }
}

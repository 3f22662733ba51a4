package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.highwater.common.error.UserException;
import io.highwater.jobs.cdc.format.Feed.Event;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DmsDecoderTest {
    private static final StructType TIMED = StructType.fromDDL("Op STRING, id INT, name STRING, committed STRING");
    private static final StructType NUMBERED = StructType.fromDDL("Op STRING, AR_H_CHANGE_SEQ STRING, id INT");
    private static final String CHANGES = "s3://lake/shop/orders/20240101-120000123.csv";
    private static final String LOAD = "s3://lake/shop/orders/LOAD00000001.csv";

    @Test
    void operationsCountInAnyCaseAndWithoutOneARowIsAnUpsert() {
        List<Event> events = decoded(
                TIMED,
                "committed",
                CHANGES,
                row("I", 1, "Änne", "2024-01-01 12:00:00.000001"),
                row("u", 2, null, "2024-01-01 12:00:00.000001"),
                row("D", 3, "", "2024-01-01 12:00:00.000001"),
                row(null, 4, "x", "2024-01-01 12:00:00.000001"));

        assertThat(events).extracting(Event::problem).containsOnlyNulls();
        assertThat(events).extracting(Event::op).containsExactly("U", "U", "D", "U");
        assertThat(events.get(0).row())
                .containsExactly(
                        entry("id", "1"), entry("name", "Änne"), entry("committed", "2024-01-01 12:00:00.000001"));
        assertThat(events.get(0).at()).isEqualTo("2024-01-01 12:00:00.000001");
        assertThat(events.get(1).raw())
                .isEqualTo("{\"Op\":\"u\",\"id\":2,\"name\":null,\"committed\":\"2024-01-01 12:00:00.000001\"}");
    }

    @Test
    void unknownAndEmptyOperationsAreNoUpserts() {
        List<Event> events = decoded(
                TIMED,
                "committed",
                CHANGES,
                row("X", 1, "a", "t"),
                row("", 2, "a", "t"),
                row(" ", 3, "a", "t"),
                row("I", 4, "a", null));

        assertThat(events)
                .extracting(Event::problem)
                .containsExactly(
                        "unknown operation X",
                        "an empty operation",
                        "an empty operation",
                        "no place in the source's order");
        assertThat(events).extracting(Event::op).containsOnlyNulls();
    }

    @Test
    void rowsOfAFullLoadAreBelowEveryChangeAndTiesAreBrokenByThePlaceInTheFile() {
        String late = "2030-01-01 00:00:00.000000";
        String early = "2024-01-01 12:00:00.000000";
        StructType withoutOp = StructType.fromDDL("id INT, committed STRING");

        assertThat(decoded(withoutOp, "committed", LOAD, RowFactory.create(1, late), RowFactory.create(2, null)))
                .extracting(Event::sequence)
                .containsExactly(
                        "{0, " + late + ", LOAD00000001.csv, 1}", "{0, 0001-01-01 00:00:00, LOAD00000001.csv, 2}");
        assertThat(decoded(TIMED, "COMMITTED", CHANGES, row("I", 1, "a", early), row("D", 1, "a", early)))
                .extracting(Event::sequence)
                .containsExactly(
                        "{1, " + early + ", 20240101-120000123.csv, 1}",
                        "{1, " + early + ", 20240101-120000123.csv, 2}");
    }

    @Test
    void theChangeSequenceIsTheBestOrder() {
        String digits = "20240101120000000000000000000000001";
        List<Event> changes = decoded(
                NUMBERED,
                null,
                CHANGES,
                RowFactory.create("I", digits, 1),
                RowFactory.create("I", null, 2),
                RowFactory.create("I", "", 3));
        List<Event> load = decoded(NUMBERED, null, LOAD, RowFactory.create(null, null, 1));

        assertThat(changes).extracting(Event::sequence).containsExactly("{1, " + digits + "}", null, null);
        assertThat(changes.get(1).problem()).isEqualTo("no place in the source's order");
        assertThat(changes.get(0).row()).containsExactly(entry("id", "1"));
        assertThat(load).extracting(Event::sequence).containsExactly("{0, }");
        assertThat(new DmsDecoder(NUMBERED, Optional.empty()).sequence())
                .isEqualTo(StructType.fromDDL("phase INT, change_seq STRING"));
    }

    @Test
    void withoutAnOrderNothingIsDecoded() {
        assertThatThrownBy(() -> new DmsDecoder(TIMED, Optional.empty()))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "Cannot order the changes of AWS DMS: the records have no column AR_H_CHANGE_SEQ, and no timestamp"
                                + " column is named. They have [Op, id, name, committed]. Name the column of the task's"
                                + " TimestampColumnName with highwater.cdc.dms.timestamp-column.");
        assertThatThrownBy(() -> new DmsDecoder(TIMED, Optional.of("at")))
                .hasMessage(
                        "Cannot use highwater.cdc.dms.timestamp-column = at: the records have no such column. They have"
                                + " [Op, id, name, committed].");
    }

    private static Row row(String op, int id, String name, String committed) {
        return RowFactory.create(op, id, name, committed);
    }

    private static List<Event> decoded(StructType columns, String timestamp, String origin, Row... rows) {
        Dataset<Row> records = Feed.typed(origin, columns, rows);
        return Feed.events(new DmsDecoder(records.schema(), Optional.ofNullable(timestamp)).events(records));
    }
}

package io.highwater.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.time.CursorType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WatermarkNoteTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
    private static final Watermark NEVER_COMPARED = new Watermark(
            "orders",
            "id",
            CursorType.INTEGER,
            ZoneOffset.UTC,
            42,
            "run-1",
            7,
            NOON,
            OptionalLong.of(3),
            Optional.empty());

    @Test
    void noteOfAnEarlierVersionTellsOfNoComparison() {
        String note = "{\"job\":\"orders\",\"column\":\"id\",\"type\":\"INTEGER\",\"zone\":\"Z\",\"watermark\":\"42\","
                + "\"run\":\"run-1\",\"generation\":7,\"at\":\"2024-05-01T12:00:00Z\",\"targetVersion\":3}";

        assertThat(WatermarkNote.watermark(note)).isEqualTo(NEVER_COMPARED);
        assertThat(WatermarkNote.text(NEVER_COMPARED)).isEqualTo(note);
    }

    @Test
    void timeOfTheLastComparisonIsKept() {
        Watermark compared = NEVER_COMPARED.comparedAt(Optional.of(NOON.plusNanos(123_456_789)));

        assertThat(WatermarkNote.watermark(WatermarkNote.text(compared))).isEqualTo(compared);
    }
}

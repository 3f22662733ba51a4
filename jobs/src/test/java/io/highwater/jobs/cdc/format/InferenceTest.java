package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InferenceTest {
    @Test
    void typesHaveRoomForEverythingSeen() {
        List<TextColumn> columns = Inference.columns(List.of(
                "{\"id\":1,\"price\":1.5,\"paid\":true,\"name\":\"5\",\"none\":null,\"mixed\":1,\"doc\":{\"a\":1}}",
                "{\"id\":9223372036854775807,\"price\":123.456,\"paid\":null,\"name\":\"x\",\"mixed\":\"a\",\"late\":2}",
                "no json",
                "{\"huge\":9223372036854775808,\"tiny\":0.00000000000000000000000000000000000000001}"));

        assertThat(columns.stream()
                        .map(column -> column.name() + " " + column.type().sql()))
                .containsExactly(
                        "id BIGINT",
                        "price DECIMAL(16,3)",
                        "paid BOOLEAN",
                        "name STRING",
                        "none STRING",
                        "mixed STRING",
                        "doc STRING",
                        "late BIGINT",
                        "huge DECIMAL(29,0)",
                        "tiny STRING");
    }
}

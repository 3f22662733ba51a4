package io.highwater.common.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.time.CursorType;
import io.highwater.common.time.Micros;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatePatternTest {
    @Test
    void dateStandsInNamesAndDirectories() {
        DatePattern pattern = DatePattern.of("s3a://landing/{yyyy}/{MM}/orders_{yyyy-MM-dd}*.csv")
                .orElseThrow();

        assertThat(pattern.type()).isEqualTo(CursorType.DATE);
        assertThat(pattern.glob())
                .isEqualTo(
                        "s3a://landing/[0-9][0-9][0-9][0-9]/[0-9][0-9]/orders_[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*.csv");
        assertThat(pattern.position("s3a://landing/2024/02/orders_2024-02-29_1.csv"))
                .hasValue(LocalDate.of(2024, 2, 29).toEpochDay());
        assertThat(pattern.position("s3a://landing/2024/02/orders_2024-02-30.csv"))
                .isEmpty();
        assertThat(pattern.position("s3a://landing/2024/02/returns_2024-02-29.csv"))
                .isEmpty();
    }

    @Test
    void hoursAreTimesOnAClocksFace() {
        DatePattern pattern = DatePattern.of("/landing/{yyyyMMdd}/{HH}").orElseThrow();

        assertThat(pattern.type()).isEqualTo(CursorType.LOCAL);
        assertThat(pattern.position("file:/landing/20240229/07"))
                .hasValue(Micros.of(LocalDateTime.of(2024, 2, 29, 7, 0)));
        assertThat(pattern.position("file:/landing/20240229/07/part-1.parquet")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/landing/orders", "/landing/{a,b}/x", "/landing/{yyyy}/x", "/landing/{yyyy-MM-ddTHH}"})
    void otherPathsHaveNoDate(String path) {
        assertThat(DatePattern.of(path)).isEmpty();
    }
}

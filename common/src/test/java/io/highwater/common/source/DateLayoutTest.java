package io.highwater.common.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateLayoutTest {
    @ParameterizedTest
    @CsvSource({
        "day=2024-01-30/a.parquet, day=2024-02-01/c=1/b.parquet, /t, day",
        "2024/01/30/a.csv, 2024/02/01/b.csv, /t/{yyyy}/{MM}/{dd}, file_date",
        "2024-01-30/a.csv, 2024-02-01/b.csv, /t/{yyyy-MM-dd}, file_date",
        "in/20240130/a.csv, in/20240201/b.csv, /t/in/{yyyyMMdd}, file_date",
        "orders_2024-01-30.csv, orders_2024-02-01-late.csv, /t/orders_{yyyy-MM-dd}*, file_date",
        "orders_20240130.csv, orders_20240201.csv, /t/orders_{yyyyMMdd}*, file_date"
    })
    void datesAreFoundInNames(String first, String second, String path, String column) {
        assertThat(DateLayout.of("/t", List.of(first, second)))
                .hasValue(
                        new DateLayout(path, column, LocalDate.parse("2024-01-30"), LocalDate.parse("2024-02-01"), 2));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-30/a.csv, other/b.csv",
        "day=2024-01-30/a.csv, night=2024-01-31/b.csv",
        "2024-01-30.csv, 2024-13-01.csv",
        "a_120240130.csv, a_120240131.csv",
        "part-0.csv, part-1.csv"
    })
    void filesOfWhichSomeHaveNoDateHaveNone(String first, String second) {
        assertThat(DateLayout.of("/t", List.of(first, second))).isEmpty();
    }

    @Test
    void noFilesHaveNoLayout() {
        assertThat(DateLayout.of("/t", List.of())).isEmpty();
    }
}

package io.highwater.jobs.bench;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a few lines of Spark do with the rows, and what single parts of that cost. */
enum BareWrite {
    DELTA("bare Spark: read.jdbc, write Delta", "delta", Map.of()),
    READ("read, write nothing", "noop", Map.of()),
    PARQUET("read, write plain Parquet", "parquet", Map.of()),
    DELTA_KEY_STATISTICS(
            "read, write Delta, statistics of the key", "delta", Map.of("delta.dataSkippingStatsColumns", "order_id")),
    DELTA_NO_STATISTICS("read, write Delta, no statistics", "delta", Map.of("delta.dataSkippingNumIndexedCols", "0"));

    private final String title;
    private final String format;
    private final Map<String, String> options;

    BareWrite(String title, String format, Map<String, String> options) {
        this.title = title;
        this.format = format;
        this.options = options;
    }

    String title() {
        return title;
    }

    /** Overwrites what it wrote before. */
    void run(Dataset<Row> rows, Path directory) {
        rows.write()
                .format(format)
                .mode("overwrite")
                .options(options)
                .save(directory.resolve(name()).toString());
    }
}

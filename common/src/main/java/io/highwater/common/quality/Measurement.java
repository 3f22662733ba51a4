package io.highwater.common.quality;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/** Counts what guards and checks need while the rows pass by on their way to the target: no pass of its own. */
public final class Measurement {
    private final List<String> key;
    private final List<RowCheck> checks;
    private final Content content;
    private final Observation observation = new Observation();

    /** Whether the content is digested, which costs a hash per row. */
    public enum Content {
        COUNTED,
        DIGESTED
    }

    public Measurement(List<String> key, List<RowCheck> checks, Content content) {
        this.key = List.copyOf(key);
        this.checks = List.copyOf(checks);
        this.content = content;
    }

    /** The same rows, counted by whichever action runs on them first. */
    public Dataset<Row> of(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        columns.add(count_if(quarantined()).as("quarantined"));
        for (int i = 0; i < key.size(); i++) {
            columns.add(count_if(col(quoted(key.get(i))).isNull().and(not(quarantined())))
                    .as("null" + i));
        }
        for (int i = 0; i < checks.size(); i++) {
            columns.add(count_if(checks.get(i).fails()).as("failed" + i));
        }
        if (content == Content.DIGESTED) {
            columns.addAll(digestOf(rows));
        }
        return rows.observe(observation, count(lit(1)).as("rows"), columns.toArray(Column[]::new));
    }

    /** True for rows to be set aside, never null. */
    public Column quarantined() {
        return checks.stream()
                .filter(check -> check.onFail() == RowCheck.OnFail.QUARANTINE)
                .map(RowCheck::fails)
                .reduce(Column::or)
                .orElse(lit(false));
    }

    /** The figures. To be asked once the action on the rows has succeeded. */
    public Figures figures() {
        Map<String, Object> observed = observed();
        Map<String, Long> nullKeys = new LinkedHashMap<>();
        for (int i = 0; i < key.size(); i++) {
            nullKeys.put(key.get(i), number(observed, "null" + i));
        }
        Map<String, Long> failed = new LinkedHashMap<>();
        for (int i = 0; i < checks.size(); i++) {
            failed.put(checks.get(i).name(), number(observed, "failed" + i));
        }
        return new Figures(
                number(observed, "rows"), number(observed, "quarantined"), nullKeys, failed, digest(observed));
    }

    private Map<String, Object> observed() {
        try {
            return observation.getAsJava();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserException(
                    ExitCode.UNAVAILABLE, "The run was interrupted while it counted rows. Run again.", interrupted);
        }
    }

    /** Sums of both halves and the exclusive or of a 64-bit hash per row: equal for equal bags of rows. */
    private static List<Column> digestOf(Dataset<Row> rows) {
        Column hash = xxhash64(java.util.Arrays.stream(rows.columns())
                .map(name -> col(quoted(name)))
                .toArray(Column[]::new));
        return List.of(
                coalesce(sum(hash.bitwiseAND(0xFFFFFFFFL)), lit(0L)).as("low"),
                coalesce(sum(shiftrightunsigned(hash, 32)), lit(0L)).as("high"),
                coalesce(bit_xor(hash), lit(0L)).as("xor"));
    }

    private static Optional<String> digest(Map<String, Object> observed) {
        return observed.containsKey("xor")
                ? Optional.of(String.format(
                        "%d-%x-%x-%x",
                        number(observed, "rows"),
                        number(observed, "low"),
                        number(observed, "high"),
                        number(observed, "xor")))
                : Optional.empty();
    }

    private static long number(Map<String, Object> observed, String name) {
        return ((Number) observed.get(name)).longValue();
    }

    private static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }
}

package io.highwater.common.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks for keys that occur more than once. Reads the key columns alone. */
public final class KeyUniqueness {
    private static final int SHOWN = 3;
    private static final String COUNT = "__count";

    private KeyUniqueness() {}

    /** Why the rows cannot be told apart by the key; empty if they can. */
    public static Optional<Refusal> refusal(Dataset<Row> rows, List<String> key) {
        Column[] columns = key.stream()
                .map(name -> col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new);
        Dataset<Row> repeated = rows.select(columns)
                .groupBy(columns)
                .agg(count(lit(1)).as(COUNT))
                .filter(col(COUNT).gt(1));
        List<Row> some = repeated.limit(SHOWN).collectAsList();
        return some.isEmpty() ? Optional.empty() : Optional.of(described(repeated, some));
    }

    private static Refusal described(Dataset<Row> repeated, List<Row> some) {
        Row total = repeated.agg(count(lit(1)), sum(col(COUNT))).head();
        String shown = some.stream().map(KeyUniqueness::described).collect(Collectors.joining(", "));
        return new Refusal(
                "key-unique",
                String.format("%,d keys occur in %,d rows, such as %s", total.getLong(0), total.getLong(1), shown));
    }

    private static String described(Row row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.size() - 1; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(row.schema().fieldNames()[i])
                    .append(" = ")
                    .append(row.get(i));
        }
        return text.append(" (")
                .append(row.getLong(row.size() - 1))
                .append(" rows)")
                .toString();
    }
}

package io.highwater.common.source.feed;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Files of CSV that AWS DMS writes of a full load. Unless it is told otherwise their rows lack the operation with which those of
 * its changes begin.
 */
public final class FullLoads {
    private static final String OPERATION = "Op";
    private static final Object[] WORDS = {"I", "U", "D", "INSERT", "UPDATE", "DELETE"};
    private static final Column AGAIN = col("hw_again");

    private final StructField[] columns;
    private final Map<String, String> options;

    /**
     * @param columns the columns of files that have the operation
     * @param options options of Spark's reader
     */
    FullLoads(StructType columns, Map<String, String> options) {
        this.columns = columns.fields();
        this.options = Map.copyOf(options);
    }

    /** Whether a file is one of a full load, by its name. */
    public static Column are(Column origin) {
        return substring_index(origin, "/", -1).rlike("^LOAD[0-9A-Fa-f]+\\.");
    }

    /**
     * Rows of full loads that are too short by the operation become whole: it is NULL. One that begins with a word for an
     * operation lacks something else.
     *
     * @param records the columns, {@link Records#MALFORMED} and {@link Records#ORIGIN}
     */
    Dataset<Row> completed(Dataset<Row> records) {
        if (columns.length < 2 || !columns[0].name().equalsIgnoreCase(OPERATION)) {
            return records;
        }
        StructType rest = new StructType(Arrays.copyOfRange(columns, 1, columns.length));
        Column again = from_csv(
                col(Records.MALFORMED),
                lit(rest.add(Records.MALFORMED, DataTypes.StringType).toDDL()),
                options);
        Column asked = col(Records.MALFORMED).isNotNull().and(are(col(Records.ORIGIN)));
        Dataset<Row> read =
                records.select(col("*"), explode(array(when(asked, again))).as("hw_again"));
        Column first = AGAIN.getField(columns[1].name()).cast(DataTypes.StringType);
        Column whole = AGAIN.isNotNull()
                .and(AGAIN.getField(Records.MALFORMED).isNull())
                .and(not(upper(first).isin(WORDS)).or(first.isNull()));
        return read.select(completed(records.columns(), whole));
    }

    private Column[] completed(String[] names, Column whole) {
        List<String> rest =
                Arrays.stream(columns).skip(1).map(StructField::name).toList();
        List<Column> all = new ArrayList<>();
        for (String name : names) {
            Column value = col("`" + name.replace("`", "``") + "`");
            Column instead = rest.contains(name) ? AGAIN.getField(name) : lit(null);
            boolean ours = name.equals(Records.ORIGIN) || name.equals(Records.BLOCK);
            all.add(ours ? value : when(whole, instead).otherwise(value).as(name));
        }
        return all.toArray(Column[]::new);
    }
}

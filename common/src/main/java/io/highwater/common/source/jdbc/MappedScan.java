package io.highwater.common.source.jdbc;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * The Spark side of a read. Columns travel under short names of their own, so that no name a source allows has to
 * survive Spark's quoting; the key of the splits stands beside them and is pruned before anything is sent.
 */
record MappedScan(SparkSession spark, Dialect dialect, Connector connector, JdbcSettings settings) {
    private static final String KEY = "hw_key";

    /**
     * The rows.
     *
     * @param session what each session runs first, where no snapshot has to be joined
     */
    Dataset<Row> rows(
            String from, List<ColumnReading> columns, SplitPlan splits, Snapshot snapshot, Optional<String> session) {
        String[] predicates = splits.predicates(dialect.quote(KEY)).toArray(String[]::new);
        return spark.read()
                .jdbc(
                        connector.url(),
                        query(from, columns, splits),
                        predicates,
                        options(columns, initially(snapshot, session)))
                .select(selected(columns));
    }

    private String query(String from, List<ColumnReading> columns, SplitPlan splits) {
        String list = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).sql() + " AS " + dialect.quote(wireName(i)))
                .collect(Collectors.joining(", "));
        String key = splits.key()
                .map(sql -> ", " + sql + " AS " + dialect.quote(KEY))
                .orElse("");
        return "(SELECT " + list + key + " FROM " + from + ") hw_rows";
    }

    /** The columns that rows will have, without asking the database. */
    StructType schema(List<ColumnReading> columns) {
        return spark.createDataFrame(List.<Row>of(), wireSchema(columns))
                .select(selected(columns))
                .schema();
    }

    private static Optional<String> initially(Snapshot snapshot, Optional<String> session) {
        return snapshot instanceof Snapshot.Shared shared ? Optional.of(shared.joinStatement()) : session;
    }

    private Properties options(List<ColumnReading> columns, Optional<String> initially) {
        Map<String, String> options = new HashMap<>(connector.properties());
        options.put("driver", connector.driver().getClass().getName());
        options.put("fetchsize", Integer.toString(settings.fetchSize()));
        options.put("customSchema", wireSchema(columns).toDDL());
        initially.ifPresent(statement -> options.put("sessionInitStatement", statement));
        Properties properties = new Properties();
        properties.putAll(options);
        return properties;
    }

    private static StructType wireSchema(List<ColumnReading> columns) {
        StructType schema = new StructType();
        for (int i = 0; i < columns.size(); i++) {
            schema = schema.add(wireName(i), columns.get(i).wire());
        }
        return schema;
    }

    private static Column[] selected(List<ColumnReading> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> selected(i, columns.get(i)))
                .toArray(Column[]::new);
    }

    private static Column selected(int i, ColumnReading column) {
        return column.conversion().apply(col(wireName(i)), column.name()).as(column.name(), Metadata.empty());
    }

    private static String wireName(int i) {
        return "c" + (i + 1);
    }
}

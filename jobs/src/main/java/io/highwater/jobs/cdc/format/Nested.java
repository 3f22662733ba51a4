package io.highwater.jobs.cdc.format;

import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.transform_values;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Values inside of JSON: parsed to texts first, each of which is then read like a column. */
final class Nested {
    private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType);

    private Nested() {}

    static Reading list(Column text, TextColumn element) {
        Column texts = parsed(text, TEXTS);
        return new Reading(transform(texts, element::read), unused -> exists(texts, element::misfit));
    }

    static Reading map(Column text, TextColumn value) {
        Column texts = parsed(text, Json.ROW);
        return new Reading(
                transform_values(texts, (key, each) -> value.read(each)),
                unused -> exists(map_values(texts), value::misfit));
    }

    static Reading struct(Column text, List<TextColumn> fields) {
        Column texts = parsed(text, Json.ROW);
        Column[] values = fields.stream()
                .map(field -> field.read(element_at(texts, field.name())).as(field.name()))
                .toArray(Column[]::new);
        Column misfit = fields.stream()
                .map(field -> field.misfit(element_at(texts, field.name())))
                .reduce(lit(false), Column::or);
        return new Reading(when(texts.isNotNull(), org.apache.spark.sql.functions.struct(values)), unused -> misfit);
    }

    private static Column parsed(Column text, DataType shape) {
        Column whole = Json.one(text, shape);
        return when(whole.getField("broken").isNull(), get(whole.getField("one"), lit(0)));
    }
}

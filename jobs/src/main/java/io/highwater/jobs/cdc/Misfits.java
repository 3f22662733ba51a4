package io.highwater.jobs.cdc;

import static io.highwater.jobs.cdc.TableRows.names;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.highwater.jobs.cdc.TableRows.Version;
import io.highwater.jobs.cdc.format.Encoding;
import io.highwater.jobs.cdc.format.Events;
import io.highwater.jobs.cdc.format.Typing;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;

/**
 * Says of texts that do not fit their columns what is wrong.
 *
 * @param key the columns of the table's key
 * @param versions how the feed writes the columns
 */
record Misfits(List<String> key, List<Version> versions) {
    /** Why an event of {@link Typing} is none; NULL if all fits. Of a delete, only the key counts. */
    Column problem() {
        Column ofKey = sources(read -> key.stream().anyMatch(read.target()::equalsIgnoreCase));
        Column counting = when(col(Events.OP).equalTo(Events.UPSERT), col(Typing.MISFITS))
                .when(col(Events.OP).equalTo(Events.DELETE), array_intersect(col(Typing.MISFITS), ofKey));
        return when(
                size(counting).gt(0),
                concat_ws("", lit("values that do not fit in "), concat_ws(", ", counting), hint(counting)));
    }

    /** Digits alone may be base64 too, and are taken for neither. */
    private Column hint(Column counting) {
        Column unclear = sources(read -> read.text().encoding() instanceof Encoding.UnscaledOrDigits);
        return when(
                arrays_overlap(counting, unclear),
                lit("; where decimals could be base64 as well as digits, say which with"
                        + " highwater.cdc.values.decimals = base64 or text"));
    }

    private Column sources(Predicate<Version.Read> which) {
        return names(versions.stream()
                .flatMap(version -> version.columns().stream())
                .filter(which)
                .map(Version.Read::source)
                .distinct()
                .toList());
    }
}

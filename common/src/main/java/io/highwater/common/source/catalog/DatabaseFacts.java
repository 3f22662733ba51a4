package io.highwater.common.source.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a database says of itself.
 *
 * @param product its name
 * @param place where it is, without credentials
 * @param changeLog by which setting it logs changes of rows for others to read; empty if it does not
 * @param tables its tables, by schema and name
 * @param gaps what it did not tell, and what to do about it, a sentence each
 */
public record DatabaseFacts(
        String product, String place, Optional<String> changeLog, List<TableFacts> tables, List<String> gaps) {
    public DatabaseFacts {
        tables = List.copyOf(tables);
        gaps = List.copyOf(gaps);
    }

    /** The same, with more that is not told. */
    public DatabaseFacts lacking(List<String> more) {
        return new DatabaseFacts(
                product,
                place,
                changeLog,
                tables,
                Stream.concat(gaps.stream(), more.stream()).toList());
    }
}

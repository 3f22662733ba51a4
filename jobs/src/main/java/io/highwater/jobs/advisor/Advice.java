package io.highwater.jobs.advisor;

import io.highwater.common.source.catalog.ColumnFacts;
import io.highwater.common.source.catalog.TableFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a table is best loaded.
 *
 * @param pattern the loading pattern
 * @param cursor the column to load by, for an incremental load
 * @param deletes whether rows that are gone from the source have to be looked for
 * @param why the rule that decided and what it went by, a sentence
 * @param warnings what the choice cannot see, and what would make it better, a sentence each
 */
record Advice(
        TableFacts table,
        Pattern pattern,
        Optional<ColumnFacts> cursor,
        Deletes deletes,
        String why,
        List<String> warnings) {
    Advice {
        warnings = List.copyOf(warnings);
    }

    /** The same with more to keep an eye on. */
    Advice with(List<String> more) {
        return new Advice(
                table,
                pattern,
                cursor,
                deletes,
                why,
                Stream.concat(warnings.stream(), more.stream()).toList());
    }

    /** The patterns that can be set up from what is known of tables. */
    enum Pattern {
        FULL_REFRESH("full-refresh"),
        INCREMENTAL("incremental"),
        CDC_MERGE("cdc-merge"),
        BACKFILL("backfill");

        private final String word;

        Pattern(String word) {
            this.word = word;
        }

        /** As configurations name it. */
        String word() {
            return word;
        }
    }

    /** What is done about rows that are gone from the source. */
    enum Deletes {
        /** The pattern sees them, or there are none. */
        NOTHING,
        /** Keys are compared now and then. */
        KEY_COMPARE
    }
}

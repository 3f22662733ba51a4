package io.highwater.common.source;

import java.util.List;

/** Where data is, in the terms in which others name it too. */
public sealed interface DataPlace {
    /**
     * A table of a database.
     *
     * @param url the JDBC URL, without credentials
     * @param parts the table's name, after the database's if its server has several schemas in one, such as schema and table
     */
    record Table(String url, List<String> parts) implements DataPlace {
        public Table {
            parts = List.copyOf(parts);
        }
    }

    /** A directory or a file, any Hadoop URI. */
    record Directory(String path) implements DataPlace {
        /** The directory in which all lies that a pattern may mean. */
        public static Directory of(String pattern) {
            return new Directory(pattern.replaceFirst("/[^/]*[*?\\[{].*", ""));
        }
    }

    /**
     * Messages.
     *
     * @param servers where the brokers are, as Kafka writes it
     */
    record Topic(String servers, String name) implements DataPlace {}
}

package io.highwater.common.source.jdbc;

import static io.highwater.common.source.KeyDigest.BUCKET_DIGITS;
import static io.highwater.common.source.KeyDigest.ESCAPE;
import static io.highwater.common.source.KeyDigest.NUMBER_DIGITS;
import static io.highwater.common.source.KeyDigest.SEPARATOR;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The digest of a key in the SQL of MySQL and MariaDB. */
final class MySqlDigest {
    private static final Set<String> FIT = Set.of(
            "TINYINT",
            "SMALLINT",
            "MEDIUMINT",
            "INT",
            "INTEGER",
            "BIGINT",
            "VARCHAR",
            "TINYTEXT",
            "TEXT",
            "MEDIUMTEXT",
            "LONGTEXT",
            "UUID",
            "DATE");

    private MySqlDigest() {}

    static Optional<DigestSql> of(List<SourceColumn> key) {
        return key.stream().allMatch(MySqlDigest::fits) ? Optional.of(digest(text(key))) : Optional.empty();
    }

    private static boolean fits(SourceColumn column) {
        return FIT.contains(column.typeName().toUpperCase(Locale.ROOT).replaceFirst(" UNSIGNED$", ""));
    }

    private static DigestSql digest(String text) {
        String md5 = "MD5(" + text + ")";
        return new DigestSql(
                "SUBSTR(" + md5 + ", 1, " + BUCKET_DIGITS + ")",
                "CAST(CONV(SUBSTR(" + md5 + ", " + (BUCKET_DIGITS + 1) + ", " + NUMBER_DIGITS
                        + "), 16, 10) AS UNSIGNED)");
    }

    private static String text(List<SourceColumn> key) {
        return key.size() == 1
                ? utf8(key.get(0))
                : key.stream()
                        .map(column -> escaped(utf8(column)))
                        .collect(Collectors.joining(", '" + SEPARATOR + "', ", "CONCAT(", ")"));
    }

    /** The server digests the bytes of whatever character set a text is in, and finds text by its collation. */
    private static String utf8(SourceColumn column) {
        String text = "CAST(" + Quoting.doubled(column.name(), '`') + " AS CHAR)";
        return "CONVERT(" + text + " USING utf8mb4) COLLATE utf8mb4_bin";
    }

    private static String escaped(String text) {
        String once = "REPLACE(" + text + ", '" + ESCAPE + "', '" + ESCAPE + ESCAPE + "')";
        return "REPLACE(" + once + ", '" + SEPARATOR + "', '" + ESCAPE + SEPARATOR + "')";
    }
}

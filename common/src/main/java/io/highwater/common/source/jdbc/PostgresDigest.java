package io.highwater.common.source.jdbc;

import static io.highwater.common.source.KeyDigest.BUCKET_DIGITS;
import static io.highwater.common.source.KeyDigest.ESCAPE;
import static io.highwater.common.source.KeyDigest.NUMBER_DIGITS;
import static io.highwater.common.source.KeyDigest.SEPARATOR;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The digest of a key in PostgreSQL's SQL. */
final class PostgresDigest {
    private PostgresDigest() {}

    static Optional<DigestSql> of(List<SourceColumn> key) {
        List<String> texts =
                key.stream().flatMap(column -> text(column).stream()).toList();
        return texts.size() < key.size() ? Optional.empty() : Optional.of(digest(joined(texts)));
    }

    private static DigestSql digest(String text) {
        String md5 = "md5(convert_to(" + text + ", 'UTF8'))";
        int bits = 4 * NUMBER_DIGITS;
        return new DigestSql(
                "substr(" + md5 + ", 1, " + BUCKET_DIGITS + ")",
                "('x' || substr(" + md5 + ", " + (BUCKET_DIGITS + 1) + ", " + NUMBER_DIGITS + "))::bit(" + bits
                        + ")::bigint");
    }

    /** Text in the one form it has in every session; empty for a type whose text Spark may write in another way. */
    private static Optional<String> text(SourceColumn column) {
        String sql = Quoting.doubled(column.name(), '"');
        return switch (column.typeName()) {
            case "int2", "int4", "int8", "smallserial", "serial", "bigserial", "uuid" -> Optional.of(sql + "::text");
            // The order of the columns' own collation may not allow that text is looked for in them.
            case "text", "varchar" -> Optional.of(sql + "::text COLLATE \"C\"");
            // What has no such text, such as infinity, must be in some bucket all the same.
            case "date" -> Optional.of("coalesce(to_char(" + sql + ", 'YYYY-MM-DD'), '')");
            default -> Optional.empty();
        };
    }

    private static String joined(List<String> texts) {
        return texts.size() == 1
                ? texts.get(0)
                : texts.stream()
                        .map(PostgresDigest::escaped)
                        .collect(Collectors.joining(" || '" + SEPARATOR + "' || "));
    }

    private static String escaped(String text) {
        String once = "replace(" + text + ", '" + ESCAPE + "', '" + ESCAPE + ESCAPE + "')";
        return "replace(" + once + ", '" + SEPARATOR + "', '" + ESCAPE + SEPARATOR + "')";
    }
}

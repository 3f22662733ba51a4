package io.highwater.common.target;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The name of a table in a catalog, as Spark's SQL writes it: parts with points between, unusual ones in {@code `backticks`}.
 *
 * @param parts the table, or database and table, or catalog, database and table
 */
record CatalogName(List<String> parts) {
    /** What Spark calls the catalog that every session has. */
    static final String SESSION = "spark_catalog";

    private static final String PART = "`(?:[^`]|``)+`|\\w+";
    private static final Pattern PARTS = Pattern.compile(PART);
    private static final Pattern NAME = Pattern.compile("(?:" + PART + ")(?:\\.(?:" + PART + ")){0,2}");

    /** Empty if it is no such name. */
    static Optional<CatalogName> parsed(String written) {
        return NAME.matcher(written).matches()
                ? Optional.of(new CatalogName(PARTS.matcher(written)
                        .results()
                        .map(MatchResult::group)
                        .map(CatalogName::bare)
                        .toList()))
                : Optional.empty();
    }

    private static String bare(String part) {
        return part.startsWith("`") ? part.substring(1, part.length() - 1).replace("``", "`") : part;
    }

    String catalog() {
        return parts.size() == 3 ? parts.get(0) : SESSION;
    }

    Optional<String> database() {
        return parts.size() == 1 ? Optional.empty() : Optional.of(parts.get(parts.size() - 2));
    }

    String table() {
        return parts.get(parts.size() - 1);
    }
}

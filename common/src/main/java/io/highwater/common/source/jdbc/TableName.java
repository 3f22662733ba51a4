package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A table's name in parts, such as schema and table. */
record TableName(List<Part> parts) {
    private static final String ONE = "\"((?:[^\"]|\"\")+)\"|`((?:[^`]|``)+)`|\\[([^\\]]+)\\]|([^\"`.\\[\\]\\s]+)";
    private static final Pattern PART = Pattern.compile(ONE);
    private static final Pattern NAME = Pattern.compile("(?:" + ONE + ")(?:\\.(?:" + ONE + ")){0,2}");

    /** One part: exact if it was quoted, otherwise subject to the database's folding of letters. */
    record Part(String text, Case letters) {
        enum Case {
            EXACT,
            FOLDED
        }

        String in(DatabaseMetaData database) throws SQLException {
            if (letters == Case.EXACT) {
                return text;
            }
            if (database.storesUpperCaseIdentifiers()) {
                return text.toUpperCase(Locale.ROOT);
            }
            return database.storesLowerCaseIdentifiers() ? text.toLowerCase(Locale.ROOT) : text;
        }
    }

    static TableName parse(String written) {
        String name = written.strip();
        if (!NAME.matcher(name).matches()) {
            throw malformed(written);
        }
        return new TableName(PART.matcher(name).results().map(TableName::part).toList());
    }

    /** The parts as the database stores them. */
    List<String> in(DatabaseMetaData database) throws SQLException {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            names.add(part.in(database));
        }
        return List.copyOf(names);
    }

    private static Part part(MatchResult match) {
        if (match.group(1) != null) {
            return new Part(match.group(1).replace("\"\"", "\""), Part.Case.EXACT);
        }
        if (match.group(2) != null) {
            return new Part(match.group(2).replace("``", "`"), Part.Case.EXACT);
        }
        if (match.group(3) != null) {
            return new Part(match.group(3), Part.Case.EXACT);
        }
        return new Part(match.group(4), Part.Case.FOLDED);
    }

    private static UserException malformed(String written) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot read table " + written
                        + ": this is not a table name. Write it as orders or sales.orders, and put"
                        + " parts with spaces, dots or quotes into double quotes, as in \"Odd Name\".orders.");
    }
}

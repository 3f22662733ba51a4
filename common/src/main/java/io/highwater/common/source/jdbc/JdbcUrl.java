package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JDBC URL that carries no password. */
record JdbcUrl(String text) {
    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "[?&;,(:]\\s*([\\w.-]*(?:password|passwd|pwd|passphrase|secret|token|credential)[\\w.-]*)\\s*=",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET_BEFORE_HOST =
            Pattern.compile("//[^/?;]*:[^/?;]*@|^jdbc:[^/@]*:[^/@?;]+/[^/@?;]*@");
    private static final Pattern ENCODED_LETTER = Pattern.compile("%([46-7][0-9A-Fa-f]|5[0-9Aa])");

    JdbcUrl {
        if (!text.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
            throw unusable("it does not start with jdbc:");
        }
        Matcher parameter = SECRET_PARAMETER.matcher(decoded(text));
        if (parameter.find()) {
            throw unusable("it carries a password in its parameter " + parameter.group(1));
        }
        if (SECRET_BEFORE_HOST.matcher(decoded(text)).find()) {
            throw unusable("it carries a user and a password before the host");
        }
    }

    /** Whether this is a URL of the database, such as {@code postgresql}. */
    boolean isFor(String subprotocol) {
        return text.toLowerCase(Locale.ROOT).startsWith("jdbc:" + subprotocol + ":");
    }

    /** Where the database is, without parameters. */
    String place() {
        return text.replaceFirst("[?;].*", "");
    }

    /** Whether the URL sets the parameter. */
    boolean sets(String parameter) {
        return Pattern.compile("[?&;,(]" + Pattern.quote(parameter) + "=", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    private static String decoded(String text) {
        return ENCODED_LETTER
                .matcher(text)
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
    }

    private static UserException unusable(String why) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot use the JDBC URL: " + why
                        + ". Write it as jdbc:postgresql://host:5432/database and give the user"
                        + " and the password in their own settings.");
    }
}

package io.highwater.common.config;

import com.typesafe.config.ConfigUtil;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes the values of secrets out of text that others wrote, such as a driver's error message. A value is found as it is,
 * escaped within quotes, and in its URL-encoded forms; of two values that start alike the longer one is masked.
 */
public final class Redactor {
    /** Shown in place of a secret. */
    public static final String MASK = "*****";

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    private final Optional<Pattern> values;

    public Redactor(Collection<Secret> secrets) {
        String alternatives = secrets.stream()
                .map(Secret::reveal)
                .filter(value -> !value.isEmpty())
                .flatMap(Redactor::forms)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        values = Optional.of(alternatives).filter(text -> !text.isEmpty()).map(Pattern::compile);
    }

    /** The text with every secret's value masked; null stays null. */
    public String redact(String text) {
        if (text == null) {
            return null;
        }
        // One pass: a mask that was just put in must not be searched for the next secret.
        return values.map(pattern -> pattern.matcher(text).replaceAll(MASK)).orElse(text);
    }

    private static Stream<String> forms(String value) {
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String component = form.replace("+", "%20");
        return Stream.of(
                value, quoted(value), form, component, withLowerCaseEscapes(form), withLowerCaseEscapes(component));
    }

    /** As it stands within the quotes of a JSON or HOCON string. */
    private static String quoted(String value) {
        String quoted = ConfigUtil.quoteString(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String withLowerCaseEscapes(String encoded) {
        Matcher escapes = ESCAPE.matcher(encoded);
        return escapes.replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }
}

package io.highwater.common.config;

import java.util.Collection;
import java.util.List;

/** Takes the values of secrets out of text that others wrote, such as a driver's error message. */
public final class Redactor {
    /** Shown in place of a secret. */
    public static final String MASK = "*****";

    private final List<String> values;

    public Redactor(Collection<Secret> secrets) {
        values = secrets.stream()
                .map(Secret::reveal)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The text with every secret's value masked; null stays null. */
    public String redact(String text) {
        if (text == null) {
            return null;
        }
        String redacted = text;
        for (String value : values) {
            redacted = redacted.replace(value, MASK);
        }
        return redacted;
    }
}

package io.highwater.common.config;

/**
 * A {@code key=value} where everybody can read it: on a command line, in the definition of a job.
 *
 * @param key what is set, empty for a text that sets nothing
 * @param value to what
 */
public record OpenSetting(String key, String value) {
    /** Takes an entry apart at its first equals sign; without one it is all value. */
    public static OpenSetting of(String entry) {
        int end = entry.indexOf('=');
        return end < 0
                ? new OpenSetting("", entry)
                : new OpenSetting(
                        entry.substring(0, end).strip(),
                        entry.substring(end + 1).strip());
    }

    /** Whether it would tell a secret. To say where one is ({@code env:NAME}, {@code hadoop-credential:ALIAS}) tells none. */
    public boolean tellsSecret() {
        return !Secrets.isReference(value)
                && (Confidential.named(key) || !Confidential.masked(value).equals(value));
    }
}

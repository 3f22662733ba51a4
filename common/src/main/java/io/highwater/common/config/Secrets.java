package io.highwater.common.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProviderFactory;

/** Looks up what references to secrets stand for, and remembers what it found so that it can be masked. */
final class Secrets {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:env:(?<variable>[A-Za-z_][A-Za-z0-9_]*)|hadoop-credential:(?<alias>\\S+))");
    private static final Resolution NO_REFERENCE =
            new Refused("expected env:NAME or hadoop-credential:ALIAS; a secret itself is not accepted here");

    private final Map<String, String> environment;
    private final Configuration hadoop;
    private final List<Secret> found = new ArrayList<>();

    Secrets(Map<String, String> environment, Configuration hadoop) {
        this.environment = environment;
        this.hadoop = hadoop;
    }

    /** What came of a reference. */
    sealed interface Resolution {}

    record Found(Secret secret) implements Resolution {}

    record Refused(String message) implements Resolution {}

    /** Whether a value is such a reference and nothing else. */
    static boolean isReference(String value) {
        return REFERENCE.matcher(value).matches();
    }

    /** Whether a line of text holds a reference to a secret, rather than a secret. */
    static boolean isReferredTo(String line) {
        return line.contains("env:") || line.contains("hadoop-credential:");
    }

    Redactor redactor() {
        return new Redactor(found);
    }

    Resolution resolve(String reference) {
        Matcher parts = REFERENCE.matcher(reference);
        if (!parts.matches()) {
            return NO_REFERENCE;
        }
        Resolution resolution = parts.group("variable") != null
                ? variable(reference, parts.group("variable"))
                : credential(reference, parts.group("alias"));
        if (resolution instanceof Found success) {
            found.add(success.secret());
        }
        return resolution;
    }

    private Resolution variable(String reference, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isEmpty())
                .<Resolution>map(value -> new Found(new Secret(reference, value)))
                .orElseGet(() -> new Refused("expected environment variable " + name + " to be set"));
    }

    private Resolution credential(String reference, String alias) {
        try {
            return Optional.ofNullable(hadoop.getPassword(alias))
                    .<Resolution>map(value -> new Found(new Secret(reference, new String(value))))
                    .orElseGet(() -> new Refused("expected credential " + alias + " in " + stores()));
        } catch (IOException unreadable) {
            return new Refused("credential " + alias + " cannot be read from " + stores() + ": " + reason(unreadable));
        }
    }

    /** Hadoop wraps what happened in an exception that does not say it. */
    private static String reason(IOException unreadable) {
        Throwable cause = Optional.ofNullable(unreadable.getCause()).orElse(unreadable);
        return Confidential.masked(String.valueOf(cause.getMessage()));
    }

    private String stores() {
        String setting = CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH;
        return Optional.ofNullable(hadoop.get(setting))
                .map(path -> "the stores of " + setting + " (" + Confidential.masked(path) + ")")
                .orElse("a Hadoop credential store, but " + setting + " is not set");
    }
}

package io.highwater.jobs.cli;

import io.highwater.common.config.Redactor;
import java.util.List;

/** Knows the secrets of a call as soon as they are read, for whatever has to be printed afterwards. */
final class Secrecy {
    private Redactor redactor = new Redactor(List.of());

    void keep(Redactor known) {
        redactor = known;
    }

    String redact(String text) {
        return redactor.redact(text);
    }
}

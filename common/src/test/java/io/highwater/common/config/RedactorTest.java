package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private static Redactor of(String... values) {
        return new Redactor(
                Stream.of(values).map(value -> new Secret("env:X", value)).toList());
    }

    @Test
    void everyOccurrenceIsMasked() {
        assertThat(of("hunter2").redact("hunter2 is wrong: hunter2")).isEqualTo("***** is wrong: *****");
    }

    @Test
    void ofTwoSecretsThatStartAlikeTheLongerIsMasked() {
        assertThat(of("hunter", "hunter2").redact("hunter2, hunter")).isEqualTo("*****, *****");
    }

    @Test
    void urlEncodedFormsAreMasked() {
        Redactor redactor = of("p/s w+rd");

        assertThat(List.of("p/s w+rd", "p%2Fs+w%2Brd", "p%2Fs%20w%2Brd", "p%2fs+w%2brd", "p%2fs%20w%2brd"))
                .extracting(redactor::redact)
                .containsOnly("*****");
    }

    @Test
    void escapedFormOfAQuotedStringIsMasked() {
        assertThat(of("a\"b\\c").redact("{\"key\": \"a\\\"b\\\\c\"}")).isEqualTo("{\"key\": \"*****\"}");
    }

    @Test
    void secretIsTakenLiterallyAndNotAsAPattern() {
        assertThat(of("a.c$1\\E").redact("abc$1, a.c$1\\E")).isEqualTo("abc$1, *****");
    }

    @Test
    void maskIsNotSearchedForOtherSecrets() {
        assertThat(of("hunter2", "*").redact("hunter2")).isEqualTo("*****");
    }

    @Test
    void withoutSecretsTheTextStaysAsItIs() {
        assertThat(of().redact("text")).isEqualTo("text");
        assertThat(of("").redact("text")).isEqualTo("text");
    }

    @Test
    void nullStaysNull() {
        assertThat(of("hunter2").redact(null)).isNull();
    }

    @Test
    void secretPrintsItsReferenceOnly() {
        assertThat(new Secret("env:X", "hunter2")).hasToString("env:X");
    }
}

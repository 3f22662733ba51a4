package io.highwater.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappingTest {
    @Test
    void lineThatFitsStaysAsItIs() {
        assertThat(Wrapping.lines("  a  b", 6)).containsExactly("  a  b");
    }

    @Test
    void longLineIsBrokenBetweenWordsAndKeepsItsIndent() {
        assertThat(Wrapping.lines("  one two three", 10)).containsExactly("  one two", "  three");
    }

    @Test
    void wordThatIsLongerThanALineStaysWhole() {
        assertThat(Wrapping.lines("see /a/very/long/path there", 8))
                .containsExactly("see", "/a/very/long/path", "there");
    }

    @Test
    void emptyLineIsALine() {
        assertThat(Wrapping.lines("", 10)).containsExactly("");
    }
}

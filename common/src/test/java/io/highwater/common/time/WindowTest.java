package io.highwater.common.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void neighboursShareNoPositionAndLeaveNoneOut() {
        assertThat(Window.between(10, 40).cutAt(List.of(20L, 30L)))
                .containsExactly(Window.between(10, 20), Window.between(20, 30), Window.between(30, 40));
    }

    @Test
    void cutsOutsideAndRepeatedOnesMakeNoEmptyWindow() {
        assertThat(Window.between(10, 40).cutAt(List.of(5L, 10L, 20L, 20L, 40L, 50L)))
                .containsExactly(Window.between(10, 20), Window.between(20, 40));
    }

    @Test
    void windowWithoutABeginningIsCutToo() {
        assertThat(Window.until(40).cutAt(List.of(20L))).containsExactly(Window.until(20), Window.between(20, 40));
    }

    @Test
    void windowThatEndsBeforeItBeginsIsADefect() {
        assertThatThrownBy(() -> Window.between(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Window.between(1, 1).isEmpty()).isTrue();
    }
}

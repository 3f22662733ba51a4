package io.highwater.common.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.config.Percent;
import org.junit.jupiter.api.Test;

class DeleteGuardTest {
    private final DeleteGuard half = new DeleteGuard(Percent.of(50));

    @Test
    void asManyAsAllowedMayGoAndNotOneMore() {
        assertThat(half.judge(5, 10, 5)).isEmpty();
        assertThat(half.judge(6, 10, 4))
                .containsExactly(new Refusal(
                        "max-delete", "6 of 10 rows are gone from the source, 60.0 percent; 50 percent is allowed"));
    }

    @Test
    void sourceWithoutAnyKeyIsToldApart() {
        assertThat(half.judge(10, 10, 0))
                .containsExactly(new Refusal(
                        "max-delete",
                        "the source has no keys at all, so that 10 of 10 rows would go; 50 percent is allowed"));
    }

    @Test
    void nothingThatGoesIsFineAndAllOfThemSwitchesItOff() {
        assertThat(half.judge(0, 0, 0)).isEmpty();
        assertThat(new DeleteGuard(Percent.of(100)).judge(10, 10, 0)).isEmpty();
    }
}

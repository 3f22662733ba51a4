package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PercentTest {
    @Test
    void readsAsItIsWritten() {
        assertThat(Percent.of(100)).hasToString("100 percent");
        assertThat(new Percent(new BigDecimal("0.50"))).hasToString("0.5 percent");
    }

    @Test
    void sameShareIsEqualHoweverItIsWritten() {
        assertThat(new Percent(new BigDecimal("20.00"))).isEqualTo(Percent.of(20));
    }

    @Test
    void fractionIsOfOne() {
        assertThat(Percent.of(20).fraction()).isEqualByComparingTo("0.2");
    }

    @Test
    void moreThanAWholeAndLessThanNothingAreRefused() {
        assertThatThrownBy(() -> Percent.of(101)).hasMessage("Percent must be from 0 to 100, cannot be: 101");
        assertThatThrownBy(() -> Percent.of(-1)).hasMessage("Percent must be from 0 to 100, cannot be: -1");
    }
}

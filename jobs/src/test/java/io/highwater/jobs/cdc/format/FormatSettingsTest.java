package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormatSettingsTest {
    @Test
    void decimalsOfKafkaConnectAreBytesOrTextAndThoseOfOthersTextUnlessSaid() {
        FormatSettings said = new FormatSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Decimals.TEXT),
                Optional.empty(),
                Optional.empty(),
                ColumnsSettings.of(Optional.empty(), List.of()));

        assertThat(none().decimalsOf(Format.DEBEZIUM)).isEqualTo(Decimals.EITHER);
        assertThat(none().decimalsOf(Format.DEBEZIUM_FLATTENED)).isEqualTo(Decimals.EITHER);
        assertThat(none().decimalsOf(Format.MAXWELL)).isEqualTo(Decimals.TEXT);
        assertThat(said.decimalsOf(Format.DEBEZIUM)).isEqualTo(Decimals.TEXT);
    }

    static FormatSettings none() {
        return new FormatSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ColumnsSettings.of(Optional.empty(), List.of()));
    }
}

package io.highwater.common.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class LineageTest {
    private static final String LISTENER = "io.openlineage.spark.agent.OpenLineageSparkListener";
    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
    private static final RunFacts FACTS = new RunFacts("orders", "run-1", "full-refresh", NOW, List.of(), List.of());
    private static final RunRecord RECORD = new RunRecord(
            "orders",
            "run-1",
            1,
            "full-refresh",
            RunStatus.SUCCESS,
            NOW,
            NOW,
            OptionalLong.of(0),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            "/lake/orders",
            OptionalLong.empty(),
            Optional.empty());

    /** Nobody listens there. */
    private static SparkConf unreachable() {
        return new SparkConf(false)
                .set("spark.app.name", "test")
                .set("spark.extraListeners", "some.Other, " + LISTENER)
                .set("spark.openlineage.transport.type", "http")
                .set("spark.openlineage.transport.url", "http://127.0.0.1:1");
    }

    @Test
    void runGoesOnWhereNobodyCanBeToldOfIt() {
        Configuration hadoop = new Configuration();
        assertThatThrownBy(() -> LineageEvents.of(unreachable(), hadoop, FACTS).started())
                .isInstanceOf(RuntimeException.class);
        Lineage lineage = new Lineage();

        assertThatCode(() -> {
                    lineage.begun(unreachable(), () -> hadoop, () -> FACTS);
                    lineage.ended(RECORD);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void runGoesOnWhoseFactsCannotBeFound() {
        Supplier<RunFacts> unknown = () -> {
            throw new IllegalStateException("no such table");
        };

        assertThatCode(() -> new Lineage().begun(unreachable(), Configuration::new, unknown))
                .doesNotThrowAnyException();
    }

    @Test
    void eventsAreWantedWhereTheListenerIsAndIsNotSwitchedOff() {
        assertThat(Lineage.isWanted(unreachable())).isTrue();
        assertThat(Lineage.isWanted(unreachable().set("spark.openlineage.disabled", "true")))
                .isFalse();
        assertThat(Lineage.isWanted(new SparkConf(false))).isFalse();
    }
}

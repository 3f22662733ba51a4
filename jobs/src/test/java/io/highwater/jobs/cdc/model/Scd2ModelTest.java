package io.highwater.jobs.cdc.model;

import static io.highwater.jobs.cdc.model.Event.delete;
import static io.highwater.jobs.cdc.model.Event.truncate;
import static io.highwater.jobs.cdc.model.Event.upsert;
import static io.highwater.jobs.cdc.model.Rows.name;
import static io.highwater.jobs.cdc.model.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.jobs.cdc.model.Scd2Model.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Scd2ModelTest {
    private static final Set<String> CITY = Set.of("city");
    private static final Set<String> NAME = Set.of("name");

    @Test
    void lateEventSplitsThePeriodItFallsInto() {
        List<Event> events = List.of(
                upsert("a", 5, name("Alice")),
                upsert("a", 10, name("Alice")),
                upsert("a", 15, name("Alice")),
                upsert("a", 20, name("Charlie")),
                upsert("a", 12, name("Bob")));

        assertThat(Scd2Model.periods(events.subList(0, 4)))
                .containsExactly(ended("a", 5, 20, name("Alice")), open("a", 20, name("Charlie")));
        assertThat(Scd2Model.periods(events))
                .containsExactly(
                        ended("a", 5, 12, name("Alice")),
                        ended("a", 12, 15, name("Bob")),
                        ended("a", 15, 20, name("Alice")),
                        open("a", 20, name("Charlie")));
    }

    @Test
    void lateEventThatChangesNothingSplitsNothing() {
        List<Event> events =
                List.of(upsert("a", 5, name("Alice")), upsert("a", 20, name("Bob")), upsert("a", 9, name("Alice")));

        assertThat(Scd2Model.periods(events))
                .containsExactly(ended("a", 5, 20, name("Alice")), open("a", 20, name("Bob")));
    }

    @Test
    void lateEventBeforeTheFirstOneMovesTheBeginning() {
        List<Event> events = List.of(upsert("a", 5, name("Alice")), upsert("a", 2, name("Alice")));

        assertThat(Scd2Model.periods(events)).containsExactly(open("a", 2, name("Alice")));
    }

    @Test
    void deleteClosesThePeriodAndIsRememberedIfItComesEarly() {
        assertThat(Scd2Model.periods(List.of(delete("a", 8)))).isEmpty();
        assertThat(Scd2Model.periods(List.of(delete("a", 8), upsert("a", 5, name("Alice")))))
                .containsExactly(ended("a", 5, 8, name("Alice")));
    }

    @Test
    void lateInsertAfterADeleteOpensAPeriodAfterAGap() {
        List<Event> events =
                List.of(upsert("a", 5, name("Alice")), delete("a", 8), delete("a", 9), upsert("a", 12, name("Alice")));

        assertThat(Scd2Model.periods(events))
                .containsExactly(ended("a", 5, 8, name("Alice")), open("a", 12, name("Alice")));
    }

    @Test
    void lateDeleteCutsThePeriodUpToTheNextEvent() {
        List<Event> events = List.of(upsert("a", 5, name("Alice")), upsert("a", 12, name("Alice")), delete("a", 8));

        assertThat(Scd2Model.periods(events))
                .containsExactly(ended("a", 5, 8, name("Alice")), open("a", 12, name("Alice")));
    }

    @Test
    void deleteAndInsertAtOnePositionAreTheInsertAlone() {
        List<Event> changed = List.of(upsert("a", 5, name("Alice")), upsert("a", 8, name("Bob")), delete("a", 8));
        List<Event> unchanged = List.of(upsert("a", 5, name("Alice")), delete("a", 8), upsert("a", 8, name("Alice")));

        assertThat(Scd2Model.periods(changed))
                .containsExactly(ended("a", 5, 8, name("Alice")), open("a", 8, name("Bob")));
        assertThat(Scd2Model.periods(unchanged)).containsExactly(open("a", 5, name("Alice")));
    }

    @Test
    void unavailableColumnFallsBackBehindADeleteThatIsReplacedAtItsOwnPosition() {
        List<Event> events =
                List.of(upsert("a", 5, row("Alice", "Bern")), delete("a", 8), upsert("a", 8, name("Bob"), CITY));

        assertThat(Scd2Model.periods(events))
                .containsExactly(ended("a", 5, 8, row("Alice", "Bern")), open("a", 8, row("Bob", "Bern")));
    }

    @Test
    void truncateClosesEveryPeriodBegunBelowItsSequence() {
        List<Event> events = List.of(
                truncate(10),
                upsert("a", 5, name("Alice")),
                upsert("a", 15, name("Alice")),
                upsert("b", 10, name("Bob")),
                upsert("c", 11, name("Charlie")),
                upsert("d", 1, name("Dora")),
                delete("d", 3));

        assertThat(Scd2Model.periods(events))
                .containsExactly(
                        ended("a", 5, 10, name("Alice")),
                        open("a", 15, name("Alice")),
                        open("b", 10, name("Bob")),
                        open("c", 11, name("Charlie")),
                        ended("d", 1, 3, name("Dora")));
    }

    @Test
    void periodsThatATruncateCutWithoutAGapAreOneIfTheyAreTheSame() {
        List<Event> same = List.of(upsert("a", 5, name("Alice")), truncate(10), upsert("a", 10, name("Alice")));
        List<Event> other = List.of(upsert("a", 5, name("Alice")), truncate(10), upsert("a", 10, name("Bob")));

        assertThat(Scd2Model.periods(same)).containsExactly(open("a", 5, name("Alice")));
        assertThat(Scd2Model.periods(other))
                .containsExactly(ended("a", 5, 10, name("Alice")), open("a", 10, name("Bob")));
    }

    @Test
    void unavailableColumnFallsBackToAnOlderEventThatArrivesLater() {
        List<Event> events = List.of(
                upsert("a", 9, name("Bob"), CITY),
                upsert("a", 3, row("Alice", "Bern")),
                upsert("a", 6, row("Alice", "Rome")));

        assertThat(Scd2Model.periods(events))
                .containsExactly(
                        ended("a", 3, 6, row("Alice", "Bern")),
                        ended("a", 6, 9, row("Alice", "Rome")),
                        open("a", 9, row("Bob", "Rome")));
    }

    @Test
    void unavailableColumnDoesNotReachBehindADelete() {
        List<Event> events =
                List.of(upsert("a", 3, row("Alice", "Bern")), upsert("a", 9, name("Alice"), CITY), delete("a", 6));

        assertThat(Scd2Model.periods(events))
                .containsExactly(ended("a", 3, 6, row("Alice", "Bern")), open("a", 9, row("Alice", null)));
    }

    @Test
    void eventsOfOneSequenceCompleteOneAnother() {
        List<Event> events = List.of(
                upsert("a", 3, row("Alice", "Bern")),
                upsert("a", 5, Map.of("city", "Rome"), NAME),
                upsert("a", 5, name("Bob"), CITY));
        List<Event> toNull = List.of(
                upsert("a", 3, row("Alice", "Bern")),
                upsert("a", 5, name("Bob"), CITY),
                upsert("a", 5, row("Bob", null)));

        assertThat(Scd2Model.periods(events))
                .containsExactly(ended("a", 3, 5, row("Alice", "Bern")), open("a", 5, row("Bob", "Rome")));
        assertThat(Scd2Model.periods(toNull))
                .containsExactly(ended("a", 3, 5, row("Alice", "Bern")), open("a", 5, row("Bob", null)));
        assertThatThrownBy(() -> Scd2Model.periods(List.of(toNull.get(2), upsert("a", 5, row("Bob", "Rome")))))
                .hasMessageStartingWith("No rule says which of two events wins: Event[key=a, op=UPSERT, sequence=5");
    }

    @Test
    void nullEndsAPeriodUnlessNullUpdatesAreIgnored() {
        List<Event> events = List.of(upsert("a", 3, row("Alice", "Bern")), upsert("a", 5, row("Alice", null)));

        assertThat(Scd2Model.periods(events))
                .containsExactly(ended("a", 3, 5, row("Alice", "Bern")), open("a", 5, row("Alice", null)));
        assertThat(Scd2Model.periods(events, Nulls.UNAVAILABLE)).containsExactly(open("a", 3, row("Alice", "Bern")));
    }

    @Test
    void untrackedColumnsHoldTheirLastValueInThePeriod() {
        List<Event> events = List.of(
                upsert("a", 3, row("Alice", "Bern")),
                upsert("a", 5, row("Alice", "Rome")),
                upsert("a", 7, name("Alice"), CITY),
                upsert("a", 8, row("Bob", "Rome")),
                upsert("a", 9, row("Bob", "Oslo")));

        assertThat(Scd2Model.periods(events, NAME))
                .containsExactly(ended("a", 3, 8, row("Alice", "Rome")), open("a", 8, row("Bob", "Oslo")));
    }

    private static Period ended(String key, long from, long to, Map<String, Object> row) {
        return new Period(key, from, to, row);
    }

    private static Period open(String key, long from, Map<String, Object> row) {
        return new Period(key, from, null, row);
    }
}

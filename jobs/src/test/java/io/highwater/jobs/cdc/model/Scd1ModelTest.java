package io.highwater.jobs.cdc.model;

import static io.highwater.jobs.cdc.model.Event.delete;
import static io.highwater.jobs.cdc.model.Event.truncate;
import static io.highwater.jobs.cdc.model.Event.upsert;
import static io.highwater.jobs.cdc.model.Rows.name;
import static io.highwater.jobs.cdc.model.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.jobs.cdc.model.Scd1Model.SoftRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Scd1ModelTest {
    private static final Set<String> CITY = Set.of("city");

    @Test
    void greatestSequenceWinsWhateverTheOrderOfArrival() {
        List<Event> events = List.of(
                upsert("a", 9, row("Charlie", "Rome")),
                upsert("a", 5, row("Alice", "Bern")),
                upsert("b", 3, row("Bob", null)));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("a", row("Charlie", "Rome"), "b", row("Bob", null)));
        assertThat(Scd1Model.soft(events))
                .isEqualTo(Map.of("a", present(row("Charlie", "Rome"), 9), "b", present(row("Bob", null), 3)));
    }

    @Test
    void deleteThatArrivesBeforeItsInsertHolds() {
        List<Event> events = List.of(delete("a", 8), upsert("a", 5, row("Alice", "Bern")));

        assertThat(Scd1Model.hard(events)).isEmpty();
        assertThat(Scd1Model.soft(events)).isEqualTo(Map.of("a", flagged(row("Alice", "Bern"), 8)));
    }

    @Test
    void deleteOfAKeyNeverSeenLeavesAFlaggedStubOrNothing() {
        List<Event> events = List.of(delete("a", 8), upsert("b", 1, row("Bob", "Rome")));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("b", row("Bob", "Rome")));
        assertThat(Scd1Model.soft(events))
                .isEqualTo(Map.of("a", flagged(row(null, null), 8), "b", present(row("Bob", "Rome"), 1)));
    }

    @Test
    void insertAfterADeleteClearsTheFlag() {
        List<Event> events = List.of(
                upsert("a", 1, row("Alice", "Bern")), delete("a", 2), upsert("a", 3, row("Alice again", "Rome")));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("a", row("Alice again", "Rome")));
        assertThat(Scd1Model.soft(events)).isEqualTo(Map.of("a", present(row("Alice again", "Rome"), 3)));
    }

    @Test
    void unavailableColumnKeepsTheStoredValue() {
        List<Event> events =
                List.of(upsert("a", 1, row("Alice", "Bern")), upsert("a", 2, name("Bob"), CITY), delete("b", 1));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("a", row("Bob", "Bern")));
        assertThat(Scd1Model.soft(events)).containsEntry("a", present(row("Bob", "Bern"), 2));
    }

    @Test
    void unavailableColumnFallsBackToAnOlderEventThatArrivesLater() {
        List<Event> events = List.of(
                upsert("a", 9, name("Bob"), CITY),
                upsert("a", 3, row("Alice", "Bern")),
                upsert("a", 6, row("Alice", "Rome")));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("a", row("Bob", "Rome")));
        assertThat(Scd1Model.soft(events)).isEqualTo(Map.of("a", present(row("Bob", "Rome"), 9)));
    }

    @Test
    void unavailableColumnOfANewKeyIsNull() {
        List<Event> events = List.of(upsert("a", 9, name("Bob"), CITY));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("a", row("Bob", null)));
        assertThat(Scd1Model.soft(events)).isEqualTo(Map.of("a", present(row("Bob", null), 9)));
    }

    @Test
    void unavailableColumnReachesBehindASoftDeleteButNotBehindAHardOne() {
        List<Event> events =
                List.of(upsert("a", 1, row("Alice", "Bern")), delete("a", 2), upsert("a", 3, name("Bob"), CITY));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("a", row("Bob", null)));
        assertThat(Scd1Model.soft(events)).isEqualTo(Map.of("a", present(row("Bob", "Bern"), 3)));
    }

    @Test
    void nullIsAValueUnlessNullUpdatesAreIgnored() {
        List<Event> events = List.of(upsert("a", 1, row("Alice", "Bern")), upsert("a", 2, row("Bob", null)));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("a", row("Bob", null)));
        assertThat(Scd1Model.hard(events, Nulls.UNAVAILABLE)).isEqualTo(Map.of("a", row("Bob", "Bern")));
        assertThat(Scd1Model.soft(events)).isEqualTo(Map.of("a", present(row("Bob", null), 2)));
        assertThat(Scd1Model.soft(events, Nulls.UNAVAILABLE)).isEqualTo(Map.of("a", present(row("Bob", "Bern"), 2)));
    }

    @Test
    void deleteAndInsertAtOnePositionEndAsTheRow() {
        List<Event> events = new ArrayList<>(
                List.of(upsert("a", 1, row("Alice", "Bern")), delete("a", 4), upsert("a", 4, row("Bob", "Rome"))));
        for (int turn = 0; turn < 3; turn++) {
            Collections.rotate(events, 1);

            assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("a", row("Bob", "Rome")));
            assertThat(Scd1Model.soft(events)).isEqualTo(Map.of("a", present(row("Bob", "Rome"), 4)));
        }
    }

    @Test
    void keyChangeIsADeleteOfTheOldAndAnInsertOfTheNew() {
        List<Event> events = List.of(
                upsert("old", 1, row("Alice", "Bern")), delete("old", 2), upsert("new", 2, row("Alice", "Bern")));

        assertThat(Scd1Model.hard(events)).isEqualTo(Map.of("new", row("Alice", "Bern")));
        assertThat(Scd1Model.soft(events))
                .isEqualTo(Map.of("old", flagged(row("Alice", "Bern"), 2), "new", present(row("Alice", "Bern"), 2)));
    }

    @Test
    void truncateTakesRowsBelowItsSequenceOnly() {
        List<Event> events = List.of(
                truncate(5),
                upsert("below", 4, row("Alice", "Bern")),
                upsert("at", 5, row("Bob", "Rome")),
                upsert("above", 6, row("Charlie", "Oslo")),
                upsert("both", 1, row("Dora", "Kiel")),
                upsert("both", 7, name("Dora"), CITY));

        assertThat(Scd1Model.hard(events))
                .isEqualTo(
                        Map.of("at", row("Bob", "Rome"), "above", row("Charlie", "Oslo"), "both", row("Dora", null)));
        assertThat(Scd1Model.soft(events))
                .isEqualTo(Map.of(
                        "below", flagged(row("Alice", "Bern"), 5),
                        "at", present(row("Bob", "Rome"), 5),
                        "above", present(row("Charlie", "Oslo"), 6),
                        "both", present(row("Dora", "Kiel"), 7)));
    }

    @Test
    void truncateMovesTheSequenceOfWhatWasDeletedBeforeIt() {
        List<Event> events = List.of(
                upsert("a", 1, row("Alice", "Bern")),
                delete("a", 2),
                delete("stub", 3),
                truncate(5),
                delete("late", 6),
                delete("same", 5),
                truncate(4));

        assertThat(Scd1Model.hard(events)).isEmpty();
        assertThat(Scd1Model.soft(events))
                .isEqualTo(Map.of(
                        "a", flagged(row("Alice", "Bern"), 5),
                        "stub", flagged(row(null, null), 5),
                        "late", flagged(row(null, null), 6),
                        "same", flagged(row(null, null), 5)));
    }

    @Test
    void lateOldUpsertIsUnderATruncateThatWasThereFirst() {
        List<Event> events = List.of(truncate(10), upsert("a", 5, row("Alice", "Bern")));

        assertThat(Scd1Model.hard(events)).isEmpty();
        assertThat(Scd1Model.soft(events)).isEqualTo(Map.of("a", flagged(row("Alice", "Bern"), 10)));
    }

    @Test
    void repetitionsCountOnceAndContradictionsAreRefused() {
        Event alice = upsert("a", 1, row("Alice", "Bern"));

        assertThat(Scd1Model.hard(List.of(alice, delete("a", 2), alice, delete("a", 2))))
                .isEmpty();
        assertThatThrownBy(() -> Scd1Model.hard(List.of(alice, upsert("a", 1, row("Bob", "Bern")))))
                .hasMessageStartingWith("No rule says which of two events wins: Event[key=a, op=UPSERT, sequence=1");
    }

    private static SoftRow present(Map<String, Object> row, long sequence) {
        return new SoftRow(row, false, sequence);
    }

    private static SoftRow flagged(Map<String, Object> row, long sequence) {
        return new SoftRow(row, true, sequence);
    }
}

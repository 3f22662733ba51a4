package io.highwater.common.source.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.history.TableCommit;
import io.highwater.common.source.catalog.TableFacts.Writes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaPastTest {
    private static TableCommit commit(String operation, int replaced, Map<String, String> metrics) {
        return commit(operation, "", replaced, metrics);
    }

    private static TableCommit commit(String operation, String predicate, int replaced, Map<String, String> metrics) {
        return new TableCommit(
                4,
                Instant.EPOCH,
                operation,
                Map.of("predicate", predicate),
                metrics,
                Optional.empty(),
                new TableCommit.Touched(1, replaced, 0, 0),
                Optional.empty());
    }

    @Test
    void whatCommitsCountedIsAddedUp() {
        DeltaPast past = new DeltaPast(List.of(
                commit("OPTIMIZE", 3, Map.of()),
                commit("DELETE", 1, Map.of("numDeletedRows", "3")),
                commit("UPDATE", 1, Map.of("numUpdatedRows", "2")),
                commit(
                        "MERGE",
                        1,
                        Map.of("numTargetRowsInserted", "1", "numTargetRowsUpdated", "4", "numTargetRowsDeleted", "5")),
                commit("STREAMING UPDATE", 0, Map.of("numOutputRows", "10")),
                commit("WRITE", 0, Map.of("numOutputRows", "100"))));

        assertThat(past.writes()).hasValue(new Writes(111, 6, 8));
    }

    @Test
    void replacedRowsAreNotAdded() {
        assertThat(new DeltaPast(List.of(commit("WRITE", 2, Map.of("numOutputRows", "100")))).writes())
                .hasValue(new Writes(0, 100, 0));
        assertThat(new DeltaPast(List.of(commit("RESTORE", 2, Map.of()))).writes())
                .isEmpty();
        assertThat(new DeltaPast(List.of()).writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"(id#12L = id#340L)\"]",
                "[\"(t.id = s.id)\"]",
                "[\"target.`id` = source.`id`\"]",
                "[\"(id#12L <=> id#340L)\"]",
                "id = id"
            })
    void mergesTellByWhatRowsAreTold(String predicate) {
        DeltaPast past = new DeltaPast(List.of(commit("MERGE", predicate, 1, Map.of())));

        assertThat(past.key(List.of("id", "note"))).hasValue(new DeltaPast.Key(4, List.of("id")));
        assertThat(past.key(List.of("note"))).isEmpty();
    }

    @Test
    void severalColumnsAreAKeyToo() {
        DeltaPast past = new DeltaPast(List.of(commit("MERGE", "[\"((a#1 = a#2) AND (b#3 = b#4))\"]", 1, Map.of())));

        assertThat(past.key(List.of("a", "b")).orElseThrow().columns()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"(id#12L = other#340L)\"]",
                "[\"((id#12L = id#340L) AND (note#1 > 3))\"]",
                "[\"((id#1 = id#2) OR (note#1 = note#2))\"]",
                "[]"
            })
    void otherConditionsTellNothing(String predicate) {
        DeltaPast past = new DeltaPast(List.of(commit("MERGE", predicate, 1, Map.of())));

        assertThat(past.key(List.of("id", "note", "other"))).isEmpty();
    }
}

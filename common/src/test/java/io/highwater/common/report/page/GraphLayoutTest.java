package io.highwater.common.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.common.state.StepRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphLayoutTest {
    private static final Function<StepRecord, Tone> TONES = step -> Tone.of(step.status());

    @Test
    void aStepStandsRightOfAllItWaitsFor() {
        GraphView view = layout(step("a"), step("b", "a"), step("c", "a", "b"), step("d", "a"));

        assertThat(x(view, "a")).isLessThan(x(view, "b"));
        assertThat(x(view, "b")).isLessThan(x(view, "c"));
        assertThat(x(view, "d")).isEqualTo(x(view, "b"));
        assertThat(view.edges()).hasSize(4);
    }

    @Test
    void stepsThatNothingTiesToOthersAreNotDrawn() {
        GraphView view = layout(step("a"), step("b", "a"), step("lonely"));

        assertThat(view.nodes()).extracting(GraphView.Node::label).containsExactly("a", "b");
        assertThat(view.alone()).extracting(GraphView.Node::label).containsExactly("lonely");
    }

    @Test
    void manyStepsThatAreAlikeShareABoxUnlessOneFails() {
        List<StepRecord> steps = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            names.add("table_" + i);
            steps.add(
                    i == 7
                            ? step("table_7").running(1, SampleState.NOW).failed("no", 4, SampleState.NOW)
                            : step("table_" + i));
        }
        steps.add(step("all", names.toArray(String[]::new)));

        GraphView view = GraphLayout.of(steps, TONES);

        assertThat(view.nodes()).extracting(GraphView.Node::label).containsExactly("39 steps", "table_7", "all");
        assertThat(view.edges()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void boxesNeverLieOnEachOtherAndAllEdgesLeadToTheRight(long seed) {
        Random random = new Random(seed);
        List<StepRecord> steps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Set<String> before = new HashSet<>();
            for (int k = 0; k < random.nextInt(4) && i > 0; k++) {
                before.add("s" + random.nextInt(i));
            }
            steps.add(step("s" + i, before.toArray(String[]::new)));
        }

        GraphView view = GraphLayout.of(steps, TONES);

        Map<List<Integer>, Long> places = view.nodes().stream()
                .collect(Collectors.groupingBy(node -> List.of(node.x(), node.y()), Collectors.counting()));
        assertThat(places.values()).containsOnly(1L);
        assertThat(view.nodes())
                .allMatch(
                        node -> node.x() < view.width() && node.y() < view.height() && node.x() >= 0 && node.y() >= 0);
        steps.forEach(step -> step.dependsOn().forEach(other -> {
            if (drawnAlone(view, step.step()) && drawnAlone(view, other)) {
                assertThat(x(view, other)).isLessThan(x(view, step.step()));
            }
        }));
    }

    private static boolean drawnAlone(GraphView view, String name) {
        return view.nodes().stream().anyMatch(node -> node.label().equals(name));
    }

    private static int x(GraphView view, String label) {
        return view.nodes().stream()
                .filter(node -> node.label().equals(label))
                .findFirst()
                .orElseThrow()
                .x();
    }

    private static GraphView layout(StepRecord... steps) {
        return GraphLayout.of(List.of(steps), TONES);
    }

    private static StepRecord step(String name, String... before) {
        return StepRecord.planned(name, "sql", List.of(before), Optional.empty());
    }
}

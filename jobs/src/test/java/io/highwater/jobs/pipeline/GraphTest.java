package io.highwater.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.highwater.jobs.pipeline.graph.Graph;
import io.highwater.jobs.pipeline.graph.Node;
import io.highwater.jobs.pipeline.graph.Selection;
import io.highwater.jobs.pipeline.graph.TriggerRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static final Graph GRAPH = Graph.of(List.of(
            node("report", "revenue", "stock"),
            node("revenue", "orders"),
            node("orders"),
            node("orders.eu"),
            node("stock"),
            node("alone")));

    private static Node node(String name, String... dependsOn) {
        return new Node(name, List.of(dependsOn), TriggerRule.ALL_SUCCEEDED);
    }

    @Test
    void eachComesAfterThoseItDependsOn() {
        assertThat(GRAPH.names()).containsExactly("orders", "revenue", "orders.eu", "stock", "report", "alone");
    }

    @Test
    void cycleIsNamedFromStepToStep() {
        assertThat(Graph.cycle(List.of(node("a", "x"), node("x", "y", "z"), node("y"), node("z", "x"))))
                .hasValue(List.of("x", "z", "x"));
        assertThat(Graph.cycle(List.of(node("a", "a")))).hasValue(List.of("a", "a"));
        assertThat(Graph.cycle(GRAPH.nodes())).isEmpty();
    }

    @Test
    void partsAreSelectedByNameAndByWhatHangsOnIt() {
        assertThat(selected("orders")).containsExactlyInAnyOrder("orders");
        assertThat(selected("+revenue")).containsExactlyInAnyOrder("orders", "revenue");
        assertThat(selected("revenue+")).containsExactlyInAnyOrder("revenue", "report");
        assertThat(selected("+report+, alone"))
                .containsExactlyInAnyOrder("orders", "revenue", "stock", "report", "alone");
        assertThat(selected("orders*", "stock")).containsExactlyInAnyOrder("orders", "orders.eu", "stock");
        assertThat(Selection.of(List.of("orders,no*", "order.eu")).unknown(GRAPH))
                .containsExactly("no*", "order.eu");
    }

    @Test
    void partWaitsOnlyForWhatIsInIt() {
        Graph part = GRAPH.only(Selection.of(List.of("report", "revenue")).in(GRAPH));

        assertThat(part.nodes()).containsExactly(node("revenue"), node("report", "revenue"));
    }

    private static List<String> selected(String... words) {
        return List.copyOf(Selection.of(List.of(words)).in(GRAPH));
    }
}

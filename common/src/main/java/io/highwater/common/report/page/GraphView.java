package io.highwater.common.report.page;

import java.util.List;

/**
 * Steps and what they wait for, laid out.
 *
 * @param width of the drawing, in pixels
 * @param height of the drawing, in pixels
 * @param nodes steps that wait for others, or others for them
 * @param edges from each to those that wait for it
 * @param alone steps that nothing ties to others; they are not part of the drawing
 */
public record GraphView(int width, int height, List<Node> nodes, List<Edge> edges, List<Node> alone) {
    public GraphView {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        alone = List.copyOf(alone);
    }

    /**
     * A step, or several that are alike.
     *
     * @param x its left edge
     * @param y its upper edge
     * @param label what fits into the box
     * @param title all there is to say
     */
    public record Node(int x, int y, String label, String detail, String title, Tone tone) {}

    /**
     * A line from the right of one box to the left of another.
     *
     * @param path in SVG's words
     * @param tone how the step stands that it comes from
     */
    public record Edge(String path, Tone tone) {}
}

package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trees of objects, arrays, texts and whole numbers as Python has them; for these it is JSON with commas at the ends. */
final class Python {
    private static final String STEP = "    ";

    private Python() {}

    /**
     * The tree as an expression.
     *
     * @param indent what the line that it begins on is indented by
     */
    static String expression(JsonNode tree, String indent) {
        if (!tree.isContainerNode() || tree.isEmpty()) {
            return tree.toString();
        }
        String deeper = indent + STEP;
        List<String> parts = new ArrayList<>();
        if (tree.isObject()) {
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                parts.add(text(member.getKey()) + ": " + expression(member.getValue(), deeper));
            }
        } else {
            tree.forEach(element -> parts.add(expression(element, deeper)));
        }
        String inner = String.join(
                "", parts.stream().map(part -> deeper + part + ",\n").toList());
        return tree.isObject() ? "{\n" + inner + indent + "}" : "[\n" + inner + indent + "]";
    }

    /** A text as a literal. */
    static String text(String text) {
        return Trees.array().add(text).get(0).toString();
    }
}

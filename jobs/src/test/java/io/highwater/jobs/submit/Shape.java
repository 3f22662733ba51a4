package io.highwater.jobs.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The members that a platform's documentation gives its objects: an object has some of them, a list has elements of its one
 * element's shape, an object with the member {@code any} has texts of any name, and a word says what a value is.
 */
record Shape(JsonNode documented) {
    /** Reads a shape from YAML. */
    static Shape of(String yaml) throws JsonProcessingException {
        return new Shape(new YAMLMapper().readTree(yaml));
    }

    /** What of a tree does not fit. */
    List<String> misfits(JsonNode tree) {
        List<String> misfits = new ArrayList<>();
        compare("", tree, documented, misfits);
        return misfits;
    }

    private static void compare(String path, JsonNode tree, JsonNode shape, List<String> misfits) {
        if (shape.isMissingNode()) {
            misfits.add(path + " is unknown");
        } else if (shape.isArray() && tree.isArray()) {
            tree.forEach(each -> compare(path, each, shape.get(0), misfits));
        } else if (shape.isObject() && tree.isObject()) {
            tree.properties().forEach(member -> {
                JsonNode inner = shape.has("any") ? shape.get("any") : shape.path(member.getKey());
                compare(path + "/" + member.getKey(), member.getValue(), inner, misfits);
            });
        } else if (!shape.asText().equals(tree.getNodeType().name().toLowerCase(Locale.ROOT))) {
            misfits.add(path + " is no " + shape.asText());
        }
    }
}

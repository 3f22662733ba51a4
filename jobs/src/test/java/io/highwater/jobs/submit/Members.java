package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

/** Compares JSON with the members that the AWS SDK's model classes say a request has. */
final class Members {
    private final List<String> misfits = new ArrayList<>();

    private Members() {}

    /** What of the JSON the service would not take: members it does not know, and values of other types. */
    static List<String> misfits(JsonNode json, SdkPojo model) {
        Members members = new Members();
        members.object("", json, model);
        return members.misfits;
    }

    private void object(String path, JsonNode json, SdkPojo model) {
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String place = path + "/" + member.getKey();
            model.sdkFields().stream()
                    .filter(field -> field.locationName().equals(member.getKey()))
                    .findFirst()
                    .ifPresentOrElse(
                            field -> value(place, member.getValue(), field), () -> misfits.add(place + " is unknown"));
        }
    }

    private void value(String place, JsonNode json, SdkField<?> field) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO && json.isObject()) {
            object(place, json, field.constructor().get());
        } else if (type == MarshallingType.LIST && json.isArray()) {
            SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
            json.forEach(each -> value(place, each, element));
        } else if (!fits(type, json)) {
            misfits.add(place + " is no " + type.getTargetClass().getSimpleName());
        }
    }

    private static boolean fits(MarshallingType<?> type, JsonNode json) {
        return type == MarshallingType.STRING && json.isTextual()
                || (type == MarshallingType.INTEGER || type == MarshallingType.LONG) && json.isIntegralNumber();
    }
}

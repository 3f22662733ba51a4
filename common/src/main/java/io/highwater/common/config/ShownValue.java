package io.highwater.common.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.stream.Collectors;

/** A value as a problem shows it: in HOCON, on one line and without a secret. */
final class ShownValue {
    private ShownValue() {}

    static String of(String path, ConfigValue value) {
        if (Confidential.named(path) || comesFromConfidentialVariable(value)) {
            return Redactor.MASK;
        }
        return Confidential.masked(plain(value));
    }

    private static boolean comesFromConfidentialVariable(ConfigValue value) {
        return Origin.parts(value.origin()).stream()
                .anyMatch(origin -> origin.isVariable() && Confidential.named(origin.place()));
    }

    private static String plain(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "{…}";
            case LIST -> elements((ConfigList) value);
            case STRING -> ConfigUtil.quoteString(Scalars.textOf(value));
            case NUMBER, BOOLEAN -> Scalars.textOf(value);
            case NULL -> "null";
        };
    }

    private static String elements(ConfigList list) {
        return list.stream().map(ShownValue::plain).collect(Collectors.joining(", ", "[", "]"));
    }
}

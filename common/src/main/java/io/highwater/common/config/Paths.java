package io.highwater.common.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.function.BiConsumer;

/** Paths of keys as messages show them: {@code highwater.checks[0].name}. */
final class Paths {
    static final String ROOT = "highwater";

    private Paths() {}

    static String child(String path, String key) {
        return path + "." + key(key);
    }

    /** The key, quoted where HOCON asks for it. */
    static String key(String key) {
        return ConfigUtil.joinPath(key);
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    static void forEachElement(String path, ConfigList list, BiConsumer<String, ConfigValue> action) {
        for (int index = 0; index < list.size(); index++) {
            action.accept(element(path, index), list.get(index));
        }
    }
}

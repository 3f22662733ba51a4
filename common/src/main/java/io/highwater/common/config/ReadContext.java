package io.highwater.common.config;

import java.util.Set;

/**
 * What all sections of one configuration share.
 *
 * @param defaults the paths of all keys that have a default
 */
record ReadContext(Problems problems, Secrets secrets, Set<String> defaults) {
    boolean isDefault(String path) {
        return defaults.contains(path);
    }

    /** The same for what stands below a problem already reported: nothing there is worth reporting again. */
    ReadContext muted() {
        return new ReadContext(new Problems(secrets::redactor), secrets, defaults);
    }
}

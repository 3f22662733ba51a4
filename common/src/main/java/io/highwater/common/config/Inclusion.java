package io.highwater.common.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;

/** What {@code include} means in one configuration file: always a file that must exist, on the same file system. */
final class Inclusion implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private final ConfFiles files;
    private final ConfFile from;

    Inclusion(ConfFiles files, ConfFile from) {
        this.files = files;
        this.from = from;
    }

    /** Nothing is left for a fallback to find. */
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return files.include(what, from).root();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return files.include(what.getPath(), from).root();
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return files.include(what.toString(), from).root();
    }

    /** The class path belongs to the program and not to the one who configures it. */
    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return files.refuseClasspath(what, from).root();
    }
}

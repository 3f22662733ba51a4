package io.highwater.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what a command says of how it goes into the log, where that is read by machines: an entry for each text. */
final class ProgressLog extends PrintStream {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

    /** One switch for this, conf/log4j2.properties and the launcher. */
    private static final String SWITCH = "HIGHWATER_LOG";
    /** Spark's own switch, which spark-submit makes a property of the process. */
    private static final String SPARKS_SWITCH = "spark.log.structuredLogging.enabled";

    ProgressLog() {
        super(new Entries(), true, StandardCharsets.UTF_8);
    }

    /** Whether the log of this process is read by machines. */
    static boolean isWanted(Map<String, String> environment) {
        return "json".equals(environment.get(SWITCH)) || Boolean.getBoolean(SPARKS_SWITCH);
    }

    /** Takes in why a command failed. */
    void failed(String why) {
        LOG.error(why);
    }

    /** A text is whole when it is flushed and ends a line. */
    private static final class Entries extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int one) {
            bytes.write(one);
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes.write(some, from, length);
        }

        @Override
        public void flush() {
            String text = bytes.toString(StandardCharsets.UTF_8);
            if (!text.endsWith("\n")) {
                return;
            }
            bytes.reset();
            if (!text.isBlank()) {
                LOG.info(text.strip());
            }
        }
    }
}

package io.highwater.jobs.advisor;

import com.typesafe.config.ConfigUtil;
import java.util.List;

/** Advice as a configuration of a pipeline that runs as it is. */
record PipelineFile(AdviseSettings settings, StepNames names, List<Advice> advice) {
    /** The file's text. */
    String text() {
        SourceText sources = new SourceText(settings.origin());
        StringBuilder text = new StringBuilder();
        text.append("# Written by highwater advise; yours to change from here on.\n#\n")
                .append("#   scripts/highwater pipeline --conf-file ")
                .append(AdviseCommand.FILE)
                .append(" --dry-run\n\n")
                .append("highwater {\n  state.path = ")
                .append(quoted(settings.statePath()))
                .append("\n\n")
                .append(sources.shared())
                .append("  pipeline {\n    name = ")
                .append(quoted(settings.name()))
                .append("\n    parallelism = 4\n\n    steps {\n");
        for (Advice each : advice) {
            String name = names.of(each.table());
            text.append(new StepText(each, name, sources.of(each.table()), settings.lake() + "/" + name).text());
        }
        return text.append("    }\n  }\n}\n").toString();
    }

    private static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }
}

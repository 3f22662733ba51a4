package io.highwater.jobs.sql;

import io.highwater.common.config.Section;
import io.highwater.common.job.JobSettings;
import io.highwater.common.source.QuerySource;
import io.highwater.jobs.refresh.FullRefreshSettings;

/**
 * What a transformation is told.
 *
 * @param refresh what a full refresh from the query would be told
 * @param write how the query's rows become the table's
 */
public record SqlSettings(FullRefreshSettings refresh, Write write) {
    /** How a query's rows become a table's. */
    public enum Write {
        /** They are the table. */
        FULL,
        /** They replace rows with the same key, and come in where there is none; other rows stay. */
        MERGE
    }

    static SqlSettings from(Section root) {
        JobSettings job = JobSettings.from(root, new QuerySource(root.text("query")));
        Write write = root.choice("write", Write.class);
        if (write == Write.MERGE && job.target().key().isEmpty()) {
            root.section("target")
                    .problem("key", "expected the columns that tell rows apart: write = merge goes by them");
        }
        return new SqlSettings(FullRefreshSettings.from(root, job), write);
    }

    JobSettings job() {
        return refresh.job();
    }
}

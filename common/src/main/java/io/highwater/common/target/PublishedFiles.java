package io.highwater.common.target;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.Protocol;

/** Files that a commit brought. Their rows can be read, as they were committed, without a look at the rest of the table. */
public final class PublishedFiles {
    private final DeltaTarget target;
    private final Metadata metadata;
    private final Protocol protocol;
    private final List<AddFile> files;

    private PublishedFiles(DeltaTarget target, Metadata metadata, Protocol protocol, List<AddFile> files) {
        this.target = target;
        this.metadata = metadata;
        this.protocol = protocol;
        this.files = files;
    }

    static PublishedFiles of(StagedFiles staged) {
        return new PublishedFiles(
                staged.target(),
                staged.transaction().metadata(),
                staged.transaction().protocol(),
                staged.files());
    }

    /**
     * The rows of the files of some commits to one table, described as at the last of them.
     *
     * @param some at least one
     */
    public static Dataset<Row> rows(List<PublishedFiles> some) {
        PublishedFiles last = some.get(some.size() - 1);
        return TableFiles.rows(
                last.target,
                last.metadata,
                last.protocol,
                some.stream().flatMap(commit -> commit.files.stream()).toList());
    }
}

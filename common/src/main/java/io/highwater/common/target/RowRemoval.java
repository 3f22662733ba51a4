package io.highwater.common.target;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.spark.ScalaValues;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.commands.DeletionVectorUtils$;

/**
 * Takes rows out of live files: by deletion vectors where the table has them, else by writing the files anew without the
 * rows. A file that keeps no row goes as a whole.
 */
final class RowRemoval {
    private final DeltaTarget target;
    private final OptimisticTransaction transaction;
    private final TableFiles table;

    RowRemoval(StagedFiles staged) {
        this.target = staged.target();
        this.transaction = staged.transaction();
        this.table = staged.table();
    }

    /**
     * Does it, short of the commit.
     *
     * @param files live files that hold the rows, and maybe others
     * @param positions the rows
     * @throws UserException if the table's properties stand against it
     */
    Removal of(List<AddFile> files, Positions positions) {
        boolean vectors =
                DeletionVectorUtils$.MODULE$.deletionVectorsWritable(transaction.protocol(), transaction.metadata());
        refuseForbidden(vectors);
        return vectors
                ? new VectorMarks(target, transaction, table).removal(table.at(files, positions.files()), positions)
                : rewritten(files, positions);
    }

    private Removal rewritten(List<AddFile> files, Positions positions) {
        TableFiles.Thinned thinned = table.without(files, positions);
        List<Action> actions = new ArrayList<>(thinned.rest());
        thinned.touched().forEach(file -> actions.add(file.remove()));
        return new Removal(actions, thinned.rest().stream().map(table::path).toList());
    }

    private void refuseForbidden(boolean vectors) {
        if (isOn("delta.appendOnly")) {
            throw refused("the table is append-only (delta.appendOnly = true) and rows of it would be replaced");
        }
        if (!vectors && isOn("delta.enableChangeDataFeed")) {
            throw refused("the table has a change data feed and no deletion vectors, so that rows which are only copied"
                    + " would be told as deleted and inserted. Set table property delta.enableDeletionVectors = true");
        }
        if (!vectors && isOn("delta.enableRowTracking")) {
            throw refused("the table tracks rows and has no deletion vectors, so that rows which are only copied would"
                    + " become other rows. Set table property delta.enableDeletionVectors = true");
        }
    }

    private boolean isOn(String property) {
        Metadata metadata = transaction.metadata();
        return ScalaValues.optional(metadata.configuration().get(property))
                .map(Boolean::parseBoolean)
                .orElse(false);
    }

    private UserException refused(String why) {
        return new UserException(
                ExitCode.REFUSED, "Refused to merge into " + target.address() + ": " + why + ". Nothing was changed.");
    }
}

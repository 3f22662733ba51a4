package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.SnapshotDescriptor;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.files.TahoeBatchFileIndex;
import scala.collection.Seq;

/** Files of a table to scan. Delta's own index asks a query of its own, several times per scan, which files they are. */
final class ListedFiles extends TahoeBatchFileIndex {
    private final Seq<AddFile> files;

    ListedFiles(SparkSession spark, DeltaLog log, Path path, SnapshotDescriptor described, List<AddFile> files) {
        super(spark, "batch", ScalaValues.seq(files), log, path, described, false);
        this.files = ScalaValues.seq(files);
    }

    @Override
    public Seq<AddFile> matchingFiles(Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
        boolean unfiltered = partitionFilters.forall(filter -> filter.equals(Literal.TrueLiteral()));
        return unfiltered ? files : super.matchingFiles(partitionFilters, dataFilters);
    }
}

package io.highwater.common.source.catalog;

import io.highwater.common.history.TableLog;
import io.highwater.common.source.catalog.FileFacts.ChangeFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;

/** What the logs of Delta tables tell: one table, or those directly below a directory. No data file is read. */
final class DeltaCatalog implements Catalog {
    /** So many commits are looked at for what became of rows. */
    private static final int COMMITS = 50;

    private final SparkSession spark;
    private final String root;
    private final Configuration hadoop;

    DeltaCatalog(SparkSession spark, String root) {
        this.spark = spark;
        this.root = root;
        this.hadoop = spark.sessionState().newHadoopConf();
    }

    @Override
    public DatabaseFacts facts(List<String> schemas) {
        Directories directories = new Directories(hadoop);
        List<TableFacts> tables =
                directories.tables(root, path -> directories.exists(new Path(path, "_delta_log"))).stream()
                        .map(this::table)
                        .toList();
        return new DatabaseFacts("Delta tables", root, Optional.empty(), tables, List.of());
    }

    private TableFacts table(Path path) {
        Snapshot snapshot = DeltaLog.forTable(spark, path).update(false, Option.empty(), Option.empty());
        DeltaStatistics statistics = DeltaStatistics.of(snapshot);
        DeltaPast past = new DeltaPast(new TableLog(hadoop, path.toString()).newest(COMMITS));
        List<String> notes = new ArrayList<>();
        Optional<DeltaPast.Key> key = past.key(List.of(snapshot.schema().fieldNames()));
        key.ifPresent(found -> notes.add("its key is taken from version " + found.version() + ", a merge by "
                + String.join(", ", found.columns()) + "; advise.keys names another"));
        return new TableFacts(
                Optional.empty(),
                path.getName(),
                statistics.rows(),
                statistics.bytes(),
                key.map(DeltaPast.Key::columns).orElse(List.of()),
                statistics.columns(),
                past.writes(),
                Optional.of(new FileFacts(
                        path.toString(), Optional.empty(), changeFeed(snapshot), Optional.empty(), notes)));
    }

    private static ChangeFeed changeFeed(Snapshot snapshot) {
        boolean kept = "true"
                .equalsIgnoreCase(
                        snapshot.metadata().getConfiguration().getOrDefault("delta.enableChangeDataFeed", "false"));
        return kept ? ChangeFeed.KEPT : ChangeFeed.OFF;
    }
}

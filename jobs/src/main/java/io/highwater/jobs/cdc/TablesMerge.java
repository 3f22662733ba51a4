package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.job.Plan;
import io.highwater.common.source.DataPlace;
import io.highwater.common.source.feed.Feed;
import io.highwater.common.source.feed.FileFeed;
import io.highwater.common.source.feed.TableDirectories;
import io.highwater.common.state.FeedCheckpoint;
import io.highwater.common.state.States;
import io.highwater.common.target.DeltaTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Brings files with columns of their own into several tables. Which table a file is of, its directory says; so each table is
 * a feed of its own, with its own columns and its own checkpoint.
 */
final class TablesMerge implements Job {
    private final SparkSession spark;
    private final CdcSettings settings;
    private final FileFeed files;
    private final Function<String, FeedCheckpoint> checkpoints;
    private final RouteTables tables;

    /** @param checkpoints by the table */
    TablesMerge(
            SparkSession spark, CdcSettings settings, FileFeed files, Function<String, FeedCheckpoint> checkpoints) {
        this.spark = spark;
        this.settings = settings;
        this.files = files;
        this.checkpoints = checkpoints;
        this.tables = new RouteTables(spark, settings);
    }

    /** Files of columns do not tell which table they are of; their directories do. */
    static boolean isFor(CdcSettings settings, FileFeed files) {
        return files.form() == Feed.Form.COLUMNS && !settings.hasOneTable();
    }

    /** How far the files of one of the tables were read. */
    static FeedCheckpoint checkpoint(States states, JobIdentity job, String table) {
        return states.checkpoint(job.statePath(), job.name() + "/tables/" + table);
    }

    @Override
    public String pattern() {
        return CdcMerge.PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return tables.targets();
    }

    @Override
    public List<DataPlace> inputs() {
        return files.places();
    }

    @Override
    public Plan plan() {
        TableDirectories directories =
                TableDirectories.below(spark.sessionState().newHadoopConf(), files.path());
        new RouteGuard(settings, files.describe()).refuseUnrouted(directories);
        List<Plan> plans = new ArrayList<>();
        routed(directories)
                .forEach((route, table) -> plans.add(
                        ofTable(route, table, directories.tables().get(table)).plan()));
        return new TablesPlan(List.copyOf(plans), files.path());
    }

    private Map<TableRoute, String> routed(TableDirectories directories) {
        Map<TableRoute, String> routed = new LinkedHashMap<>();
        for (String table : directories.tables().keySet()) {
            settings.route(Optional.of(table)).ifPresent(route -> {
                String other = routed.put(route, table);
                if (other != null) {
                    throw new UserException(
                            ExitCode.CONFIGURATION,
                            "Cannot merge events of " + other + " and of " + table + " into "
                                    + route.target().address() + ": one target holds one table. Say which tables go"
                                    + " where with highwater.cdc.tables.");
                }
            });
        }
        return routed;
    }

    private CdcMerge ofTable(TableRoute route, String table, String directory) {
        return new CdcMerge(
                spark,
                tables,
                settings.of(route),
                files.in(directory, route.schema()),
                checkpoints.apply(table),
                Optional.of(table));
    }
}

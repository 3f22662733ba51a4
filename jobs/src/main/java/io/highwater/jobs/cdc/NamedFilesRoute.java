package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Job;
import io.highwater.common.job.JobIdentity;
import io.highwater.common.source.feed.FileFeed;
import io.highwater.common.source.feed.TableDirectories;
import io.highwater.common.state.States;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Where files go that a user names. Where directories say which table a file is of, these have to be of one.
 *
 * @param paths the files, or directories of such
 */
record NamedFilesRoute(CdcSettings settings, List<String> paths) {
    /** The job that merges them. */
    Job job(SparkSession spark, States states) {
        FileFeed files = files();
        JobIdentity identity = settings.identity();
        if (!TablesMerge.isFor(settings, files)) {
            return new FilesMerge(
                    spark,
                    settings,
                    files,
                    Optional.empty(),
                    paths,
                    states.checkpoint(identity.statePath(), identity.name()));
        }
        Map.Entry<String, String> table = table(spark.sessionState().newHadoopConf(), files);
        TableRoute route = settings.route(Optional.of(table.getKey()))
                .orElseThrow(() -> refused(
                        "they are of " + table.getKey() + ", which has no target",
                        "Say where it goes with highwater.cdc.tables."));
        return new FilesMerge(
                spark,
                settings.of(route),
                files.in(table.getValue(), route.schema()),
                Optional.of(table.getKey()),
                paths,
                TablesMerge.checkpoint(states, identity, table.getKey()));
    }

    private FileFeed files() {
        if (settings.input() instanceof CdcSettings.Input.Changes changes && changes.feed() instanceof FileFeed files) {
            return files;
        }
        throw refused(
                "they are read as those of a feed of files, and the source is none",
                "Say what they are like: --set cdc.from=changes --set source.type=files --set source.format=json --set"
                        + " source.path=<where they are>.");
    }

    private Map.Entry<String, String> table(Configuration hadoop, FileFeed files) {
        Map<String, String> tables =
                TableDirectories.below(hadoop, files.path()).tables();
        TreeSet<String> found = new TreeSet<>();
        for (String path : paths) {
            found.add(tables.entrySet().stream()
                    .filter(table -> isBelow(path, table.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> refused(
                            path + " is in no table's directory",
                            "A table's files are in <schema>/<table> below " + files.path() + ".")));
        }
        if (found.size() > 1) {
            throw refused("they are of several tables, " + found, "Merge those of one table at a time.");
        }
        return Map.entry(found.first(), tables.get(found.first()));
    }

    private static boolean isBelow(String path, String directory) {
        String whole = new Path(path).toUri().getPath() + "/";
        return whole.startsWith(new Path(directory).toUri().getPath() + "/");
    }

    private UserException refused(String why, String remedy) {
        return new UserException(
                ExitCode.CONFIGURATION, "Cannot merge the files " + paths + ": " + why + ". " + remedy);
    }
}

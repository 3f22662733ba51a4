package io.highwater.common.target;

import io.highwater.common.spark.ScalaValues;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.util.FileNames;

/**
 * The commits of a log as they are stored. Each is a file of a known name, so that a few are read without looking for them; Delta's
 * own way is a listing first, which on S3 takes as long as a file.
 */
record CommitFiles(DeltaLog log) {
    private static final int FEW = 10;

    /**
     * Reads commits, oldest first.
     *
     * @param last not above the table's version
     * @param reading what is made of a version and its actions
     * @return those that the log still has
     */
    <T> List<T> read(long first, long last, BiFunction<Long, List<Action>, T> reading) {
        if (last - first >= FEW) {
            return listed(first, last, reading);
        }
        try {
            return LongStream.rangeClosed(first, last)
                    .mapToObj(version -> reading.apply(version, actions(version)))
                    .toList();
        } catch (Exception failure) {
            // Delta's methods do not declare what they throw. The file may be cleaned away, or lie where Delta alone
            // knows.
            if (ExceptionUtils.throwableOfType(failure, FileNotFoundException.class) == null) {
                throw failure;
            }
            return listed(first, last, reading);
        }
    }

    private List<Action> actions(long version) {
        Path file = FileNames.unsafeDeltaFile(log.logPath(), version);
        return ScalaValues.list(log.store().read(file, log.newDeltaHadoopConf())).stream()
                .map(Action::fromJson)
                .toList();
    }

    private <T> List<T> listed(long first, long last, BiFunction<Long, List<Action>, T> reading) {
        List<T> read = new ArrayList<>();
        var commits = VersionedDelta.commits(log, first, last);
        while (commits.hasNext()) {
            var commit = commits.next();
            read.add(reading.apply(((Number) commit._1()).longValue(), ScalaValues.list(commit._2())));
        }
        return read;
    }
}

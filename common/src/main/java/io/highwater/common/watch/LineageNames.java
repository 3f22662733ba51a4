package io.highwater.common.watch;

import io.highwater.common.source.DataPlace;
import io.openlineage.client.utils.DatasetIdentifier;
import io.openlineage.client.utils.filesystem.FilesystemDatasetUtils;
import io.openlineage.client.utils.jdbc.JdbcDatasetUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What OpenLineage calls a place: the same as other tools do, so that their graphs join.
 *
 * @param hadoop knows which file system a path without one is of
 */
record LineageNames(Configuration hadoop) {
    private static final String POSTGRES = "jdbc:postgresql:";

    DatasetIdentifier of(DataPlace place) {
        if (place instanceof DataPlace.Table table) {
            return table(table);
        }
        if (place instanceof DataPlace.Topic topic) {
            return new DatasetIdentifier(
                    topic.name(), "kafka://" + topic.servers().split(",")[0].strip());
        }
        return directory(((DataPlace.Directory) place).path());
    }

    /** A schema is part of a PostgreSQL table's name; elsewhere it is the database, of which the URL may name another. */
    private static DatasetIdentifier table(DataPlace.Table table) {
        String name = String.join(".", table.parts());
        boolean isComplete = table.parts().size() > 1;
        if (table.url().startsWith(POSTGRES)) {
            return identifier(table.url(), isComplete ? name : "public." + name);
        }
        DatasetIdentifier inUrl = identifier(table.url(), name);
        boolean isOfMySql = inUrl.getNamespace().matches("(mysql|mariadb):.*");
        return isComplete && isOfMySql ? new DatasetIdentifier(name, inUrl.getNamespace()) : inUrl;
    }

    private static DatasetIdentifier identifier(String url, String name) {
        return JdbcDatasetUtils.getDatasetIdentifier(url, name, new Properties());
    }

    private DatasetIdentifier directory(String path) {
        Path written = new Path(path);
        try {
            return FilesystemDatasetUtils.fromLocation(
                    written.getFileSystem(hadoop).makeQualified(written).toUri());
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
    }
}

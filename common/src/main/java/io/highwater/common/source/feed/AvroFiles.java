package io.highwater.common.source.feed;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Avro files, of which each begins with its schema. */
record AvroFiles(Configuration hadoop) {
    /**
     * One file of each schema, the first that has it; costs a look at the beginning of each.
     *
     * @param files patterns that each match one file
     * @throws UserException if one cannot be read
     */
    List<String> unlike(List<String> files) {
        Set<Schema> seen = new HashSet<>();
        List<String> unlike = new ArrayList<>();
        for (String file : files) {
            if (seen.add(schema(new Path(file.replaceAll("\\\\(.)", "$1"))))) {
                unlike.add(file);
            }
        }
        return unlike;
    }

    private Schema schema(Path file) {
        try (var reader = new DataFileReader<>(new FsInput(file, hadoop), new GenericDatumReader<GenericRecord>())) {
            return reader.getSchema();
        } catch (IOException | RuntimeException failure) {
            throw new UserException(
                    ExitCode.UNAVAILABLE,
                    "Cannot read " + file + ": it does not begin as Avro files do (" + failure.getMessage()
                            + "). Nothing of its batch was merged. Put the whole file there and run again.",
                    failure);
        }
    }
}

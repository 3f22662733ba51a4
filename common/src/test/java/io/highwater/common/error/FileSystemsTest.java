package io.highwater.common.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;

class FileSystemsTest {
    private static final String SETTING = "highwater.state.path";

    @Test
    void packageThatIsMissingIsNamed() {
        Configuration without = new Configuration();
        without.set("fs.s3a.impl", "org.example.S3AFileSystem");

        assertThat(adviceAbout("s3a://lake/state", without))
                .isEqualTo("What reads s3a:// is not on the class path. Add it: spark-submit --packages"
                        + " org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion() + ".");
    }

    @Test
    void schemeOfAnotherPlatformIsTold() {
        assertThat(adviceAbout("s3://lake/state", new Configuration())).endsWith("outside of EMR write s3a://.");
        assertThat(adviceAbout("gs://lake/state", new Configuration())).endsWith("Add it to the cluster's jars.");
    }

    @Test
    void whateverElseIsWrongWithAPathIsThePathsFault() {
        assertThat(FileSystems.advice("s3a://lake/state", new IOException("no"), SETTING))
                .isEqualTo("Set highwater.state.path to a directory on a file system Hadoop knows.");
    }

    private static String adviceAbout(String path, Configuration hadoop) {
        try {
            new Path(path).getFileSystem(hadoop);
            throw new AssertionError(path + " has a file system");
        } catch (IOException | RuntimeException failure) {
            return FileSystems.advice(path, failure, SETTING);
        }
    }
}

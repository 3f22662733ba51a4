package io.highwater.common.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class S3DefaultsTest {
    @Test
    void whatOnlyHadoopItselfHasSetIsMissing() {
        assertThat(S3Defaults.missingIn(new Configuration()))
                .containsEntry("fs.s3a.retry.limit", "3")
                .containsEntry("fs.s3a.attempts.maximum", "3");
    }

    @Test
    void whatSomebodyHasSetIsStronger() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.s3a.retry.limit", "7");

        assertThat(S3Defaults.missingIn(hadoop))
                .containsKey("fs.s3a.attempts.maximum")
                .doesNotContainKey("fs.s3a.retry.limit");
    }
}

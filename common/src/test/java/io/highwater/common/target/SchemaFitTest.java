package io.highwater.common.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFitTest {
    @Test
    void sameColumnsInAnotherOrderAndCaseKeepTheTablesNamesAndOrder() {
        SchemaFit fit = fit("NAME STRING, id BIGINT", "Id BIGINT, name STRING", SchemaPolicy.FAIL);

        assertThat(fit.objections()).isEmpty();
        assertThat(fit.changes()).isEmpty();
        assertThat(fit.columns()).extracting(SchemaFit.Column::name).containsExactly("Id", "name");
        assertThat(fit.columns()).extracting(SchemaFit.Column::source).containsExactly("id", "NAME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT|BIGINT|BIGINT",
                "BIGINT|INT|BIGINT",
                "DECIMAL(10,2)|DECIMAL(12,2)|DECIMAL(12,2)",
                "FLOAT|DOUBLE|DOUBLE",
                "INT|DOUBLE|DOUBLE",
                "INT|DECIMAL(20,0)|DECIMAL(20,0)",
                "DATE|TIMESTAMP_NTZ|TIMESTAMP_NTZ"
            })
    void typesThatHoldAllValuesOfTheOtherAreTaken(String table, String incoming, String result) {
        SchemaFit fit = fit("a " + incoming, "a " + table, SchemaPolicy.ADD);

        assertThat(fit.objections()).isEmpty();
        assertThat(fit.columns().get(0).type().sql()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT|STRING",
                "STRING|INT",
                "TIMESTAMP|TIMESTAMP_NTZ",
                "TIMESTAMP_NTZ|TIMESTAMP",
                "BIGINT|DOUBLE",
                "DOUBLE|BIGINT",
                "INT|FLOAT",
                "DECIMAL(10,4)|DECIMAL(10,2)",
                "BOOLEAN|INT"
            })
    void typesThatLoseSomethingAreRefused(String table, String incoming) {
        SchemaFit fit = fit("a " + incoming, "a " + table, SchemaPolicy.ADD);

        assertThat(fit.objections()).containsExactly("column a was " + table + " and is now " + incoming);
        assertThat(fit("a " + incoming, "a " + table, SchemaPolicy.REPLACE).objections())
                .isEmpty();
    }

    @Test
    void newColumnsAreAddedAtTheEndAndMissingOnesRefused() {
        SchemaFit more = fit("b STRING, a INT", "a INT", SchemaPolicy.ADD);
        SchemaFit less = fit("a INT", "a INT, b STRING", SchemaPolicy.ADD);

        assertThat(more.changes()).containsExactly("column b STRING is new");
        assertThat(more.columns()).extracting(SchemaFit.Column::name).containsExactly("a", "b");
        assertThat(less.objections()).containsExactly("column b is gone from the source");
    }

    @Test
    void failRefusesWhatAddAccepts() {
        assertThat(fit("a BIGINT, b STRING", "a INT", SchemaPolicy.FAIL).objections())
                .containsExactly("column a was INT and is now BIGINT", "column b STRING is new");
    }

    @Test
    void replaceTakesTheSourceAsItIsAndSaysWhatChanges() {
        SchemaFit fit = fit("b STRING, a STRING", "a INT, c INT", SchemaPolicy.REPLACE);

        assertThat(fit.columns()).extracting(SchemaFit.Column::name).containsExactly("b", "a");
        assertThat(fit.changes())
                .containsExactlyInAnyOrder(
                        "column b STRING is new",
                        "column a was INT and is now STRING",
                        "column c is gone from the source");
    }

    private static SchemaFit fit(String incoming, String table, SchemaPolicy policy) {
        return SchemaFit.of(StructType.fromDDL(incoming), StructType.fromDDL(table), policy);
    }
}

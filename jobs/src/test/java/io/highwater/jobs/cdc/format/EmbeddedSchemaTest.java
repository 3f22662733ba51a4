package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedSchemaTest {
    @Test
    void anEnvelopeHasTheColumnsOfItsRows() {
        String row =
                "{'type':'struct','field':'%s','fields':[{'type':'int64','field':'id'},{'type':'string','field':'name'}]}";
        String schema = "{'type':'struct','name':'shop.orders.Envelope','fields':[" + row.formatted("before") + ","
                + row.formatted("after")
                + ",{'type':'struct','field':'source','fields':[{'type':'int64','field':'lsn'}]},"
                + "{'type':'string','field':'op'}]}";

        assertThat(described(schema)).containsExactly("id BIGINT Plain[]", "name STRING Plain[]");
    }

    @Test
    void aFlattenedRecordHasItsOwnColumns() {
        assertThat(described(fields("{'type':'int32','field':'id'},{'type':'string','field':'__op'}")))
                .containsExactly("id INT Plain[]");
    }

    @Test
    void everyTypeOfTheSourceHasItsOwn() {
        String debezium = "'name':'io.debezium.";
        String connect = "'name':'org.apache.kafka.connect.data.";
        String schema = fields(
                "{'type':'int32'," + debezium + "time.Date','field':'a'}",
                "{'type':'int32'," + debezium + "time.Time','field':'b'}",
                "{'type':'int64'," + debezium + "time.MicroTime','field':'c'}",
                "{'type':'int64'," + debezium + "time.Timestamp','field':'d'}",
                "{'type':'int64'," + debezium + "time.MicroTimestamp','field':'e'}",
                "{'type':'int64'," + debezium + "time.NanoTimestamp','field':'f'}",
                "{'type':'string'," + debezium + "time.ZonedTimestamp','field':'g'}",
                "{'type':'int64'," + debezium + "time.MicroDuration','field':'h'}",
                "{'type':'int32'," + debezium + "time.Year','field':'i'}",
                "{'type':'struct'," + debezium + "data.VariableScaleDecimal','field':'j','fields':[]}",
                "{'type':'string'," + debezium + "data.Json','field':'k'}",
                "{'type':'bytes'," + debezium + "data.Bits','field':'l'}",
                "{'type':'struct'," + debezium
                        + "data.geometry.Point','field':'m','fields':[{'type':'double','field':'x'}]}",
                "{'type':'bytes'," + connect
                        + "Decimal','field':'n','parameters':{'scale':'2','connect.decimal.precision':'12'}}",
                "{'type':'bytes'," + connect
                        + "Decimal','field':'o','parameters':{'scale':'-2','connect.decimal.precision':'4'}}",
                "{'type':'bytes'," + connect + "Decimal','field':'p','parameters':{'scale':'3'}}",
                "{'type':'int64'," + connect + "Timestamp','field':'q'}",
                "{'type':'int32'," + connect + "Date','field':'r'}",
                "{'type':'int32'," + connect + "Time','field':'s'}",
                "{'type':'int8','field':'t'}",
                "{'type':'int16','field':'u'}",
                "{'type':'float','field':'v'}",
                "{'type':'double','field':'w'}",
                "{'type':'boolean','field':'x'}",
                "{'type':'array','field':'y','items':{'type':'int32'," + debezium + "time.Date'}}",
                "{'type':'map','field':'z','keys':{'type':'string'},'values':{'type':'int32'}}",
                "{'type':'struct','field':'aa','fields':[{'type':'int32','field':'x'}]}",
                "{'type':'mystery','field':'bb'}");

        assertThat(described(schema))
                .containsExactly(
                        "a DATE Days[]",
                        "b STRING TimeOfDay[unit=MILLIS]",
                        "c STRING TimeOfDay[unit=MICROS]",
                        "d TIMESTAMP Ticks[unit=MILLIS]",
                        "e TIMESTAMP Ticks[unit=MICROS]",
                        "f TIMESTAMP Ticks[unit=NANOS]",
                        "g TIMESTAMP Plain[]",
                        "h BIGINT Plain[]",
                        "i INT Plain[]",
                        "j DECIMAL(38,18) VariableScale[]",
                        "k STRING Plain[]",
                        "l BINARY Base64[]",
                        "m STRING Plain[]",
                        "n DECIMAL(12,2) Unscaled[scale=2]",
                        "o DECIMAL(6,0) Unscaled[scale=-2]",
                        "p DECIMAL(38,3) Unscaled[scale=3]",
                        "q TIMESTAMP Ticks[unit=MILLIS]",
                        "r DATE Days[]",
                        "s STRING TimeOfDay[unit=MILLIS]",
                        "t TINYINT Plain[]",
                        "u SMALLINT Plain[]",
                        "v FLOAT Plain[]",
                        "w DOUBLE Plain[]",
                        "x BOOLEAN Plain[]",
                        "y ARRAY<DATE> ListOf[element=TextColumn[name=element, type=DateType, encoding=Days[]]]",
                        "z MAP<STRING, INT> MapOf[value=TextColumn[name=value, type=IntegerType, encoding=Plain[]]]",
                        "aa STRUCT<x: INT> StructOf[fields=[TextColumn[name=x, type=IntegerType, encoding=Plain[]]]]",
                        "bb STRING Plain[]");
    }

    @Test
    void whatIsNoSchemaIsRefused() {
        assertThatThrownBy(() -> EmbeddedSchema.columns("{\"type\":\"string\"}"))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "Cannot use the schema that came with a record: expected a struct with fields, as Kafka Connect"
                                + " writes it, and found {\"type\":\"string\"}.");
        assertThatThrownBy(() -> EmbeddedSchema.columns("{")).isInstanceOf(UserException.class);
    }

    private static String fields(String... fields) {
        return "{'type':'struct','fields':[" + String.join(",", fields) + "]}";
    }

    private static List<String> described(String schema) {
        return EmbeddedSchema.columns(schema.replace('\'', '"')).stream()
                .map(column -> column.name() + " " + column.type().sql() + " " + column.encoding())
                .toList();
    }
}

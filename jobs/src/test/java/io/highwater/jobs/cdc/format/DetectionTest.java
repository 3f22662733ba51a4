package io.highwater.jobs.cdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.highwater.common.error.UserException;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DetectionTest {
    private static final String DEBEZIUM = "{'op':'c','after':{},'source':{'connector':'postgresql'}}";

    @Test
    void everyFormatIsKnownByItsFields() {
        assertThat(texts(DEBEZIUM))
                .isEqualTo(new Detected(
                        Format.DEBEZIUM, Optional.of(Connector.POSTGRESQL), "op and source of postgresql"));
        assertThat(texts("{'schema':{},'payload':{'op':'c','source':{'connector':'mariadb'}}}"))
                .isEqualTo(new Detected(
                        Format.DEBEZIUM, Optional.of(Connector.MYSQL), "payload.op and payload.source of mysql"));
        assertThat(texts("{'id':1,'__deleted':'false','__change_lsn':'x'}"))
                .isEqualTo(new Detected(Format.DEBEZIUM_FLATTENED, Optional.of(Connector.SQLSERVER), "__deleted"));
        assertThat(texts("{'schema':{},'payload':{'id':1,'__op':'u','__lsn':5}}"))
                .isEqualTo(new Detected(Format.DEBEZIUM_FLATTENED, Optional.of(Connector.POSTGRESQL), "__op"));
        assertThat(texts("{'op_type':'I','pos':'1'}").format()).isEqualTo(Format.GOLDENGATE);
        assertThat(texts("{'isDdl':false,'data':[],'type':'INSERT'}").format()).isEqualTo(Format.CANAL);
        assertThat(texts("{'type':'insert','xid':1,'data':{}}").format()).isEqualTo(Format.MAXWELL);
    }

    @Test
    void recordsThatSayNothingArePassedOver() {
        assertThat(texts(null, "no json", "{'id':1}", "[]", DEBEZIUM).format()).isEqualTo(Format.DEBEZIUM);
    }

    @Test
    void columnsTellTheFormatOfTypedRecords() {
        assertThat(columns("id INT, _change_type STRING, _commit_version BIGINT, hw_origin STRING")
                        .format())
                .isEqualTo(Format.DELTA);
        assertThat(columns("Op STRING, id INT")).isEqualTo(new Detected(Format.DMS, Optional.empty(), "column Op"));
        assertThat(columns("AR_H_CHANGE_SEQ STRING, id INT").format()).isEqualTo(Format.DMS);
    }

    @Test
    void whatIsUnclearIsRefused() {
        String remedy =
                " Say it with highwater.cdc.format = debezium, debezium-flattened, goldengate, canal, maxwell, dms,"
                        + " delta or columns.";
        assertThatThrownBy(() -> texts("{'id':1,'name':'x'}"))
                .isInstanceOf(UserException.class)
                .hasMessage("Cannot tell the format of topic orders: a record has the fields [id, name]." + remedy);
        assertThatThrownBy(() -> texts("x", null))
                .hasMessage("Cannot tell the format of topic orders: none of 2 records looked at is a JSON object."
                        + remedy);
        assertThatThrownBy(() -> texts("{'op_type':'I','pos':'1'}", "{'isDdl':false,'data':[]}"))
                .hasMessage(
                        "Cannot tell the format of topic orders: its records are of several: GOLDENGATE (op_type and pos),"
                                + " CANAL (isDdl and an array data)." + remedy);
        assertThatThrownBy(() -> columns("id INT, hw_origin STRING"))
                .hasMessage("Cannot tell the format of topic orders: its columns are [id]." + remedy);
    }

    @Test
    void anUnknownSystemIsAskedFor() {
        Detected detected = texts("{'id':1,'__deleted':'false'}");

        assertThatThrownBy(() ->
                        detected.decoder(FormatSettingsTest.none(), new StructType(), KeyNames.of(java.util.List.of())))
                .isInstanceOf(UserException.class)
                .hasMessage("Cannot order the events of Debezium: the records do not tell the system they come from"
                        + " (__deleted). Say it with highwater.cdc.debezium.connector = postgresql, mysql, sqlserver, oracle"
                        + " or mongodb.");
    }

    private static Detected texts(String... values) {
        Feed feed = new Feed();
        for (String value : values) {
            feed.message(null, value == null ? null : value.replace('\'', '"'));
        }
        return Detection.ofTexts(feed.rows(), "topic orders");
    }

    private static Detected columns(String ddl) {
        return Detection.ofColumns(StructType.fromDDL(ddl), "topic orders");
    }
}

package io.highwater.common.source;

/** File formats that Spark reads. */
public enum FileFormat {
    PARQUET,
    CSV,
    JSON,
    ORC,
    AVRO
}

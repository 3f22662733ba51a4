package io.highwater.common.state;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructType;
import java.util.List;

/** Rows held as arrays, shown to Delta Kernel column by column. Values are String, Long or null; more than columns are not shown. */
final class RowBatch implements ColumnarBatch {
    private final StructType schema;
    private final List<Object[]> rows;

    RowBatch(StructType schema, List<Object[]> rows) {
        this.schema = schema;
        this.rows = rows;
    }

    @Override
    public StructType getSchema() {
        return schema;
    }

    @Override
    public ColumnVector getColumnVector(int ordinal) {
        return new Column(ordinal);
    }

    @Override
    public int getSize() {
        return rows.size();
    }

    private final class Column implements ColumnVector {
        private final int ordinal;

        Column(int ordinal) {
            this.ordinal = ordinal;
        }

        @Override
        public DataType getDataType() {
            return schema.at(ordinal).getDataType();
        }

        @Override
        public int getSize() {
            return rows.size();
        }

        @Override
        public void close() {}

        @Override
        public boolean isNullAt(int row) {
            return rows.get(row)[ordinal] == null;
        }

        @Override
        public String getString(int row) {
            return (String) rows.get(row)[ordinal];
        }

        @Override
        public long getLong(int row) {
            return (Long) rows.get(row)[ordinal];
        }
    }
}

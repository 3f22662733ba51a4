package io.highwater.common.source.jdbc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;

/** What a column to split by must be. */
final class SplitColumns {
    private SplitColumns() {}

    static UserException unfit(SourceColumn column, String wanted) {
        return new UserException(
                ExitCode.CONFIGURATION,
                "Cannot split by column " + column.name() + ": its type is " + column.typeName() + ", it must be "
                        + wanted + ". Name another split-column, or none.");
    }
}

package io.highwater.common.source.jdbc;

import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * A cursor's positions in a database's own SQL.
 *
 * @param text the SQL that makes text of an expression of the column's type
 * @param position the position which that text stands for
 * @param literal the SQL of a position as a value of the column's own type, so that an index on the bare column is of use;
 *     positions the type does not reach become the nearest it does
 */
record CursorAxis(UnaryOperator<String> text, ToLongFunction<String> position, LongFunction<String> literal) {}

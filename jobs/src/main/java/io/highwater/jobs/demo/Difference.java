package io.highwater.jobs.demo;

/**
 * Two versions of a table, compared row by row.
 *
 * @param rowsBefore rows of the older version
 * @param rowsAfter rows of the newer version
 * @param changes what lies between them
 */
record Difference(long rowsBefore, long rowsAfter, Changes changes) {}

package io.highwater.jobs.cdc;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.StampedCommit;
import io.highwater.common.target.TargetSettings;
import io.highwater.jobs.cdc.table.OwnColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * Refuses events that are not for the table as it is.
 *
 * @param cdc what the job is told
 * @param settings what it is told of the table
 * @param target the table
 * @param own the columns that it has beside those of the source
 */
record TableGuards(CdcSettings cdc, TargetSettings settings, DeltaTarget target, OwnColumns own) {
    /**
     * The columns of the table's key: those the user says, or those the feed tells, or where a batch of deletions of everything
     * tells none, those of before.
     *
     * @param last the job's last commit to the table
     */
    List<String> key(TableFacts facts, Optional<StampedCommit> last) {
        List<String> said = settings.key();
        if (!said.isEmpty()) {
            return said;
        }
        if (facts.keys().size() == 1) {
            return facts.keys().get(0).stream()
                    .map(name -> cdc.columns().target(name).orElse(name))
                    .toList();
        }
        List<String> former = last.map(commit -> commit.stamp().key()).orElse(List.of());
        if (facts.keys().isEmpty() && !former.isEmpty()) {
            return former;
        }
        throw new UserException(
                ExitCode.CONFIGURATION,
                "Cannot merge events" + facts.table().map(name -> " of " + name).orElse("") + " into "
                        + target.address() + ": the feed "
                        + (facts.keys().isEmpty() ? "does not tell the key" : "tells several keys: " + facts.keys())
                        + ". Set target.key.");
    }

    /** Whether the job's last commit was about the same table of the source. */
    void refuseOtherTable(StampedCommit last, TableFacts facts) {
        String table = last.stamp().facts().get(BatchContext.TABLE);
        if (table != null
                && facts.table().isPresent()
                && !table.isEmpty()
                && !cdc.renamedTables()
                        .getOrDefault(table, table)
                        .equals(facts.table().get())) {
            throw new UserException(
                    ExitCode.CONFIGURATION,
                    "Cannot merge events of " + facts.table().get() + " into " + target.address() + ": it holds "
                            + table
                            + ". Say which tables go where with highwater.cdc.tables; or, if the source renamed "
                            + table + ", run with --set cdc.renamed-tables." + table + "="
                            + facts.table().get() + ".");
        }
    }

    /** Whether the rows that are there can be compared with events. */
    void refuseOtherSequence() {
        Optional<DataType> stored = target.live()
                .flatMap(live -> Arrays.stream(live.schema().fields())
                        .filter(field -> field.name().equalsIgnoreCase(own.ordering()))
                        .map(field -> field.dataType())
                        .findFirst());
        stored.filter(type -> !DataType.equalsIgnoreCaseAndNullability(type, own.sequence()))
                .ifPresent(type -> {
                    throw new UserException(
                            ExitCode.CONFIGURATION,
                            "Cannot go on merging into " + target.address() + ": its rows are ordered by " + type.sql()
                                    + " and the feed is ordered by "
                                    + own.sequence().sql()
                                    + " now, which cannot be compared. Use the former format, or another target.");
                });
    }

    /** Whether the columns can become the table's. */
    void refuseUnfit(Columns columns, List<String> key) {
        List<String> objections = new ArrayList<>(columns.fit().objections());
        key.stream()
                .filter(name -> Arrays.stream(columns.all().fieldNames()).noneMatch(name::equalsIgnoreCase))
                .forEach(name -> objections.add("key column " + name + " is not there"));
        Arrays.stream(columns.all().fieldNames())
                .filter(own::isOurs)
                .forEach(name -> objections.add("column " + name + " has a name that the table needs for itself;"
                        + " rename it with highwater.cdc.rename"));
        cdc.track().stream()
                .filter(name -> Arrays.stream(columns.all().fieldNames()).noneMatch(name::equalsIgnoreCase))
                .forEach(name -> objections.add("column " + name + " of highwater.cdc.track is not there"));
        if (!objections.isEmpty()) {
            throw new RefusedException(
                    "Refused to merge into " + target.address() + ": the feed's columns do not fit the table's.",
                    objections.stream()
                            .map(objection -> new Refusal("schema", objection))
                            .toList(),
                    "The table is as it was. The feed has the columns "
                            + columns.all().simpleString() + ". Types can be said with highwater.cdc.types.");
        }
    }
}

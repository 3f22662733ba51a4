package io.highwater.jobs.cdc.table;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Places;
import io.highwater.common.target.TargetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that is remembered beside one target, at one place. The target's commits tell of it, so that its loss is noticed.
 *
 * @param fact the fact that tells the place; with the name of a table behind it, the fact that tells the table's version
 * @param path the place
 * @param tables by their names
 */
public record SideTables(String fact, String path, Map<String, SideTable> tables) {
    public SideTables {
        tables = Map.copyOf(tables);
    }

    /** The tables that there are. */
    public List<SideTable> present() {
        return tables.values().stream().filter(SideTable::exists).toList();
    }

    /**
     * What the target's commits say: the place, and the version that each table has.
     *
     * @return nothing if there are no tables
     */
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        tables.forEach((name, table) -> table.mark().ifPresent(mark -> facts.put(fact(name), mark.toString())));
        if (!facts.isEmpty()) {
            facts.put(fact, Places.told(path));
        }
        return facts;
    }

    /** Whether the target's newest commit that tells of them says it. */
    public boolean areToldBy(DeltaTarget target) {
        Map<String, String> told =
                target.latestTelling(fact).map(commit -> commit.stamp().facts()).orElse(Map.of());
        return told.entrySet().containsAll(facts().entrySet());
    }

    /**
     * Whether all is there that was.
     *
     * @param told what the target's newest merge says
     * @param what they are, after the word "the"
     * @param without what would become of the target without them, a sentence
     * @throws UserException if a table is not the one that is told of, or older
     */
    public void refuseLost(Map<String, String> told, TargetAddress target, String what, String without) {
        tables.forEach((name, table) -> Optional.ofNullable(told.get(fact(name)))
                .map(SideTable.Mark::parsed)
                .filter(then -> table.mark().filter(now -> now.follows(then)).isEmpty())
                .ifPresent(then -> {
                    throw lost(
                            target,
                            "the " + what + " were remembered in " + path
                                    + ", and they are gone, or an older copy was brought back. " + without);
                }));
    }

    /** The refusal of a load that would go on without them. */
    public static UserException lost(TargetAddress target, String why) {
        return new UserException(
                ExitCode.REFUSED,
                "Cannot go on with " + target + ": " + why
                        + " Bring them back as they were. Otherwise, if the feed still has all its events, let a job of"
                        + " another name read them into another target.");
    }

    private String fact(String name) {
        return fact + "-" + name;
    }
}

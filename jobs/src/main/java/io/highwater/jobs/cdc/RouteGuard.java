package io.highwater.jobs.cdc;

import io.highwater.common.config.Spelling;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.quality.Refusal;
import io.highwater.common.quality.RefusedException;
import io.highwater.common.source.feed.TableDirectories;
import io.highwater.common.target.TargetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses events that go nowhere: nobody would miss them.
 *
 * @param source what is read, in words
 */
record RouteGuard(CdcSettings settings, String source) {
    private static final int SHOWN = 3;

    /**
     * Does it.
     *
     * @throws RefusedException if some table has events and no target, and they are not to be left out
     */
    void refuseUnrouted(List<TableFacts> tables) {
        List<Refusal> lost = tables.stream()
                .filter(facts -> facts.events() > facts.problems())
                .filter(facts -> settings.route(facts.table()).isEmpty())
                .map(this::refusal)
                .toList();
        refuse(
                "Refused to merge a batch of " + source + ": it has events of tables that have no target.",
                lost,
                "Nothing of the batch was merged, and it will be read again.");
    }

    /**
     * Refuses tables that meet in one target.
     *
     * @throws UserException if two of them have events
     */
    void refuseMeeting(List<TableFacts> tables) {
        Map<TargetAddress, String> held = new HashMap<>();
        for (TableFacts facts : tables) {
            Optional<TableRoute> route =
                    settings.route(facts.table()).filter(found -> facts.events() > facts.problems());
            if (route.isPresent()) {
                String table = facts.table().orElse("no table");
                String other = held.put(route.get().target().address(), table);
                if (other != null) {
                    throw new UserException(
                            ExitCode.CONFIGURATION,
                            "Cannot merge events of " + table + " into "
                                    + route.get().target().address() + ": it holds " + other
                                    + ". Say which tables go where with highwater.cdc.tables.");
                }
            }
        }
    }

    /** Refuses files in directories of tables that have no target. */
    void refuseUnrouted(TableDirectories directories) {
        List<Refusal> lost = new ArrayList<>();
        directories.tables().forEach((table, directory) -> {
            if (settings.route(Optional.of(table)).isEmpty()) {
                lost.add(new Refusal(table, directory + near(table)));
            }
        });
        directories.strays().stream().limit(SHOWN).forEach(file -> lost.add(new Refusal("no table", file)));
        refuse(
                "Refused to merge " + source + ": some are of tables that have no target. A table's files are in"
                        + " <schema>/<table> below it.",
                lost,
                "Nothing was read.");
    }

    private void refuse(String what, List<Refusal> lost, String state) {
        if (settings.unrouted() == CdcSettings.Unrouted.FAIL && !lost.isEmpty()) {
            throw new RefusedException(
                    what,
                    lost,
                    state + " Say where they go with highwater.cdc.tables, which has " + sources()
                            + ", or leave them out with --set cdc.unrouted=ignore.");
        }
    }

    private Refusal refusal(TableFacts facts) {
        return new Refusal(
                facts.table().orElse("no table"),
                String.format(
                        "%,d events%s",
                        facts.events() - facts.problems(),
                        facts.table().map(this::near).orElse("")));
    }

    private String near(String table) {
        return nearest(table).map(name -> "; did you mean it by " + name + "?").orElse("");
    }

    /** The route whose words are nearest to the table's last words. */
    private Optional<String> nearest(String table) {
        return sources().stream()
                .filter(name -> Spelling.suggestion(lastWords(table, name.split("\\.").length), List.of(name))
                        .isPresent())
                .findFirst();
    }

    private static String lastWords(String table, int count) {
        String[] words = table.split("\\.");
        return String.join(".", List.of(words).subList(Math.max(0, words.length - count), words.length));
    }

    private List<String> sources() {
        return settings.routes().stream().map(TableRoute::source).toList();
    }
}

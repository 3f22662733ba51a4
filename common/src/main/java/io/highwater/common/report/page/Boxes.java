package io.highwater.common.report.page;

import io.highwater.common.state.StepRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Steps in boxes. Many steps that wait for the same, are waited for by the same, and stand alike, share one; a box is called
 * by its first step.
 */
final class Boxes {
    /** So many steps that are alike are shown one by one. */
    private static final int ALIKE = 6;

    private final Map<String, List<StepRecord>> steps = new LinkedHashMap<>();
    private final Map<String, Set<String>> before = new HashMap<>();
    private final Map<String, Set<String>> after = new HashMap<>();

    private Boxes() {}

    /** @param tones how a step stands */
    static Boxes of(List<StepRecord> steps, Function<StepRecord, Tone> tones) {
        Boxes single = new Boxes();
        Set<String> names = steps.stream().map(StepRecord::step).collect(Collectors.toSet());
        steps.forEach(step -> {
            single.steps.put(step.step(), List.of(step));
            step.dependsOn().stream().filter(names::contains).forEach(other -> single.tie(other, step.step()));
        });
        return single.shared(tones);
    }

    /** The boxes that something ties to others, each after those that it waits for if the steps were. */
    List<String> tied() {
        return steps.keySet().stream().filter(this::isTied).toList();
    }

    /** The others. */
    List<String> alone() {
        return steps.keySet().stream().filter(name -> !isTied(name)).toList();
    }

    List<StepRecord> steps(String name) {
        return steps.get(name);
    }

    /** What a box waits for. */
    Set<String> before(String name) {
        return before.getOrDefault(name, Set.of());
    }

    /** What waits for a box. */
    Set<String> after(String name) {
        return after.getOrDefault(name, Set.of());
    }

    private Boxes shared(Function<StepRecord, Tone> tones) {
        Map<String, String> boxOf = new HashMap<>();
        steps.values().stream()
                .map(one -> one.get(0))
                .collect(Collectors.groupingBy(
                        step -> List.of(before(step.step()), after(step.step()), tones.apply(step)),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .forEach(alike ->
                        alike.forEach(step -> boxOf.put(step.step(), (share(alike) ? alike.get(0) : step).step())));
        Boxes boxes = new Boxes();
        steps.forEach((name, one) -> boxes.steps
                .computeIfAbsent(boxOf.get(name), unseen -> new ArrayList<>())
                .addAll(one));
        before.forEach((name, others) -> others.forEach(other -> boxes.tie(boxOf.get(other), boxOf.get(name))));
        return boxes;
    }

    private boolean share(List<StepRecord> alike) {
        return alike.size() > ALIKE && isTied(alike.get(0).step());
    }

    private boolean isTied(String name) {
        return before.containsKey(name) || after.containsKey(name);
    }

    private void tie(String from, String to) {
        before.computeIfAbsent(to, unseen -> new LinkedHashSet<>()).add(from);
        after.computeIfAbsent(from, unseen -> new LinkedHashSet<>()).add(to);
    }
}

package io.highwater.common.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The problems found so far, so that a user hears of all of them at once. Of several about the same key at the same
 * place only the first is kept: the others are most likely its consequences.
 */
public final class Problems {
    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::origin, Origin.BY_FILE_AND_LINE);

    private final Map<Subject, Problem> wrong = new LinkedHashMap<>();
    private final Map<Subject, Problem> unknown = new LinkedHashMap<>();
    private final Supplier<Redactor> redactor;

    Problems(Supplier<Redactor> redactor) {
        this.redactor = redactor;
    }

    /** Adds a problem to report. */
    public void add(Problem problem) {
        wrong.putIfAbsent(Subject.of(problem), problem);
    }

    void addUnknownKey(Problem problem) {
        unknown.putIfAbsent(Subject.of(problem), problem);
    }

    /** What is wrong, then which keys are unknown; each by file and line, then what stands in no file. */
    public List<Problem> inOrder() {
        Redactor current = redactor.get();
        return Stream.of(wrong, unknown)
                .flatMap(group -> group.values().stream().sorted(ORDER))
                .map(problem -> problem.printable(current))
                .toList();
    }

    /** Ends reading of the configuration unless it is free of problems. */
    public void throwIfAny() {
        List<Problem> found = inOrder();
        if (!found.isEmpty()) {
            throw new ConfigurationException(found);
        }
    }

    private record Subject(String path, Origin origin) {
        static Subject of(Problem problem) {
            return new Subject(problem.path(), problem.origin());
        }
    }
}

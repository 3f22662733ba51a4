package io.highwater.common.config;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration is not usable. The message lists every problem with its value, its place and what was expected. */
public final class ConfigurationException extends UserException {
    private static final long serialVersionUID = 1L;

    private static final int GAP = 4;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(ExitCode.CONFIGURATION, message(problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order of the message, at least one. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        int column =
                problems.stream().mapToInt(ConfigurationException::width).max().orElse(0) + GAP;
        return problems.stream()
                .map(problem -> lines(problem, column))
                .collect(Collectors.joining(
                        "\n", "Configuration is not usable: " + count + ". Nothing was read or written.\n", ""));
    }

    private static String lines(Problem problem, int column) {
        String gap = " ".repeat(column - width(problem));
        return "  " + problem.subject() + gap + problem.origin() + "\n      " + problem.message();
    }

    private static int width(Problem problem) {
        String subject = problem.subject();
        return subject.codePointCount(0, subject.length());
    }
}

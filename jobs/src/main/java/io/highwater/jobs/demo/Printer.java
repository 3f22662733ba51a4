package io.highwater.jobs.demo;

import io.highwater.common.report.TextTable;
import java.io.PrintStream;
import java.util.List;

/** Sets the story: numbered headlines, prose, what is typed, what comes back. Lines of at most 100 characters. */
final class Printer {
    private static final String INDENT = "   ";
    private static final String CLAIM = INDENT + "    ";
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final Ink ink;
    private int chapters;

    Printer(PrintStream out, Ink ink) {
        this.out = out;
        this.ink = ink;
    }

    /** What the whole is about. */
    void title(String text) {
        print(ink.headline(text));
    }

    /** Begins a chapter. */
    void headline(String text) {
        chapters++;
        print("");
        print(ink.headline(chapters + "  " + text));
    }

    /** Prose. */
    void say(String text) {
        Wrapping.lines(text, WIDTH - INDENT.length()).forEach(line -> print(INDENT + line));
    }

    /** A command line that is run now. */
    void command(String line) {
        print(INDENT + ink.input("$ " + line));
    }

    /** A statement that is run in the shop's database now. */
    void statement(String sql) {
        print(INDENT + ink.input("shop> " + sql + ";"));
    }

    /** What came of it, in a line. */
    void result(String text) {
        print(INDENT + "  " + text);
    }

    /** Figures in columns, the first row being the heading. */
    void table(List<List<String>> rows) {
        TextTable.lines(rows).forEach(line -> print(INDENT + "  " + line));
    }

    /** Somebody else's text, as it is. */
    void quote(List<String> lines) {
        String bar = INDENT + "| ";
        lines.stream()
                .flatMap(line -> Wrapping.lines(line, WIDTH - bar.length()).stream())
                .forEach(line -> print(bar + line));
    }

    /** Something that was checked and is so. */
    void good(String claim) {
        List<String> lines = Wrapping.lines(claim, WIDTH - CLAIM.length());
        print(INDENT + ink.good("ok") + "  " + lines.get(0));
        lines.stream().skip(1).forEach(line -> print(CLAIM + line));
    }

    /** Somebody waits for each line. */
    private void print(String line) {
        out.println(line);
        out.flush();
    }
}

package io.highwater.jobs.demo;

import io.highwater.jobs.cli.Surroundings;

/** How text is set off: with a terminal's colours, or not at all. */
enum Ink {
    PLAIN("", "", "", ""),
    COLOURED("\u001B[1m", "\u001B[36m", "\u001B[32m", "\u001B[0m");

    private final String bold;
    private final String cyan;
    private final String green;
    private final String end;

    Ink(String bold, String cyan, String green, String end) {
        this.bold = bold;
        this.cyan = cyan;
        this.green = green;
        this.end = end;
    }

    /** Colours where the output is a terminal's, and its owner has not asked for none. */
    static Ink of(Surroundings surroundings) {
        return surroundings.takesColours() ? COLOURED : PLAIN;
    }

    String headline(String text) {
        return bold + text + end;
    }

    String input(String text) {
        return cyan + text + end;
    }

    String good(String text) {
        return green + text + end;
    }
}

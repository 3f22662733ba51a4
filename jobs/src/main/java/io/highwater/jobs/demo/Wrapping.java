package io.highwater.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/** Breaks lines between words. A word that is longer than a line stays whole, because it may be a path to copy. */
final class Wrapping {
    private Wrapping() {}

    /** The text in lines of a width at most; those that follow are indented like the first. */
    static List<String> lines(String text, int width) {
        String words = text.stripLeading();
        String indent = " ".repeat(text.length() - words.length());
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int end = endOfLine(rest, width, indent.length());
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end));
            rest = indent + rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static int endOfLine(String text, int width, int indent) {
        int end = text.lastIndexOf(' ', width);
        return end > indent ? end : text.indexOf(' ', width);
    }
}

package io.highwater.jobs.cli;

/** A command that is told of the process it runs in, before it runs. */
public interface TakesSurroundings {
    /** Says what the process around is. */
    void in(Surroundings surroundings);
}

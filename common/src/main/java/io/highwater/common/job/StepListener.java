package io.highwater.common.job;

/** Is told how far a run has come. */
@FunctionalInterface
public interface StepListener {
    /** The step is done; the run goes on when this returns. */
    void reached(Step step);
}

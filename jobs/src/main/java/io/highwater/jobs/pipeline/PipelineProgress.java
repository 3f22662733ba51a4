package io.highwater.jobs.pipeline;

import io.highwater.common.state.StepRecord;

/** Is told how steps go. */
@FunctionalInterface
interface PipelineProgress {
    /** The step stands otherwise than before. */
    void changed(StepRecord record);
}

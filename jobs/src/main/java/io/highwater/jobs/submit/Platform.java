package io.highwater.jobs.submit;

/** Writes what a user pastes to run a job somewhere. */
interface Platform {
    /** What is pasted, ending with a line break. */
    String text(Submission job);

    /** The command that takes it, or where it is put. */
    String use(Submission job);
}

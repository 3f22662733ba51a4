package io.highwater.jobs.demo;

/** A part of the story. */
interface Chapter {
    /** What it is about. */
    String headline();

    /** Does what it tells. */
    void tell(Stage stage);
}

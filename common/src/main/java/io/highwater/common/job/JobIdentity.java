package io.highwater.common.job;

import java.time.Duration;

/**
 * What a job is known by.
 *
 * @param name the job's name, the identity of its state
 * @param statePath the directory of the state, any Hadoop URI
 * @param leaseTerm how long a run that stopped saying it lives still holds the job
 */
public record JobIdentity(String name, String statePath, Duration leaseTerm) {}

package dev.amend.specs;

import java.time.Duration;

/**
 * The settings for detecting a live pipeline.
 *
 * @param quietFor the next batch waits while another writer's last commit to the target is younger than this
 */
public record LivePipeline(Duration quietFor) {

    /** The meaning of {@code pause_during_live_pipeline: true} alone: wait while the pipeline is committing. */
    public static final LivePipeline DEFAULTS = new LivePipeline(Duration.ofSeconds(1));
}

package dev.amend.specs;

import java.time.Duration;

/**
 * How a live pipeline is noticed.
 *
 * @param quietFor someone else's commit to the target younger than this holds the next batch back
 */
public record LivePipeline(Duration quietFor) {

    /** What {@code pause_during_live_pipeline: true} alone means: stand back while its commits are coming in. */
    public static final LivePipeline DEFAULTS = new LivePipeline(Duration.ofSeconds(1));
}

package dev.amend.specs;

import java.util.Optional;

/**
 * What may differ without a reason, in a batch and in total.
 *
 * @param rows how many rows at most
 * @param delta what unexplained rows may move each measure by; empty: not limited
 */
public record Unexplained(long rows, Optional<DeltaRange> delta) {}

package dev.amend.engine.observe;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.PlanRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The progress of a backfill and its remaining time, by the planned bytes. Only time with a batch in flight counts, so
 * waiting is left out.
 */
public final class Eta {
    /** Shown until enough batches are done. */
    public static final String MEASURING = "measuring";

    private static final int ENOUGH = 3;
    private static final double SPREAD = 1.5;

    private Eta() {}

    /** The progress from 0 to 1. */
    public static double progress(PlanRecord plan, List<BatchRecord> batches) {
        Map<String, Long> weights = weights(plan);
        long all = weights.values().stream().mapToLong(Long::longValue).sum();
        return all == 0 ? 0 : Math.min(1, (double) weightOf(done(batches), weights) / all);
    }

    /** The remaining time as a range such as {@code 2m to 3m}, or {@link #MEASURING}. */
    public static String of(PlanRecord plan, List<BatchRecord> batches) {
        Map<String, Long> weights = weights(plan);
        List<BatchRecord> done = done(batches);
        long all = weights.values().stream().mapToLong(Long::longValue).sum();
        long doneWeight = weightOf(done, weights);
        Duration busy = busy(done);
        if (done.size() < ENOUGH || doneWeight == 0 || busy.isZero()) {
            return MEASURING;
        }

        double seconds = (all - doneWeight) * (busy.toMillis() / 1000.0) / doneWeight;
        return text(seconds) + " to " + text(seconds * SPREAD);
    }

    /** Gives every batch a cost, even if it has nothing to read. */
    private static Map<String, Long> weights(PlanRecord plan) {
        return plan.batches().stream()
                .collect(Collectors.toMap(PlanRecord.PlannedBatch::id, batch -> batch.bytes() + 1));
    }

    private static List<BatchRecord> done(List<BatchRecord> batches) {
        return batches.stream()
                .filter(batch -> batch.state() == BatchState.RECONCILED)
                .toList();
    }

    private static long weightOf(List<BatchRecord> batches, Map<String, Long> weights) {
        return batches.stream()
                .mapToLong(batch -> weights.getOrDefault(batch.id(), 0L))
                .sum();
    }

    private record Span(Instant start, Instant end) {}

    /** The time during which at least one of the batches was in flight. */
    private static Duration busy(List<BatchRecord> batches) {
        List<Span> spans = new ArrayList<>();
        for (BatchRecord batch : batches) {
            batch.startedAt()
                    .ifPresent(start -> spans.add(new Span(
                            start,
                            start.plus(batch.buildDuration().orElse(Duration.ZERO))
                                    .plus(batch.reconcileDuration().orElse(Duration.ZERO)))));
        }
        spans.sort(Comparator.comparing(Span::start));

        Duration busy = Duration.ZERO;
        Instant until = Instant.EPOCH;
        for (Span span : spans) {
            Instant from = span.start().isAfter(until) ? span.start() : until;
            if (span.end().isAfter(from)) {
                busy = busy.plus(Duration.between(from, span.end()));
                until = span.end();
            }
        }
        return busy;
    }

    private static String text(double seconds) {
        if (seconds < 90) {
            return Math.round(seconds) + "s";
        }
        return seconds < 5400 ? Math.round(seconds / 60) + "m" : Math.round(seconds / 3600) + "h";
    }
}

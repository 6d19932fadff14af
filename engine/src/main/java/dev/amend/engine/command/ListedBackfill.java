package dev.amend.engine.command;

import dev.amend.engine.output.Document;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.wiring.Wiring;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One line of {@code list}. A backfill with an unreliable journal is shown as broken, and hides no other backfill. */
record ListedBackfill(Map<String, @Nullable Object> document, String text, Optional<AmendException> failure) {
    private static final String BROKEN = "BROKEN";

    static ListedBackfill of(Wiring wiring, BackfillId id) {
        try {
            return wiring.journals()
                    .reading(id, () -> whole(wiring.status(wiring.journals().snapshot(id))));
        } catch (AmendException e) {
            return broken(id, e);
        }
    }

    private static ListedBackfill whole(StatusView view) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>(view.line());
        line.put("error", null);
        return new ListedBackfill(line, view.lineText(), Optional.empty());
    }

    boolean isBroken() {
        return failure.isPresent();
    }

    private static ListedBackfill broken(BackfillId id, AmendException failure) {
        String message = String.valueOf(failure.getMessage());
        return new ListedBackfill(
                new Document()
                        .with("backfill_id", id.value())
                        .with("status", BROKEN)
                        .with("target", Optional.empty())
                        .with("progress", 0.0)
                        .with("since", Optional.empty())
                        .with("error", Document.error(failure))
                        .fields(),
                "%-40s %-12s        %s".formatted(id, BROKEN, message.replaceAll("\\s+", " ")),
                Optional.of(failure));
    }
}

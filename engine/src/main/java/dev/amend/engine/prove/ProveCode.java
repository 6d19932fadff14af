package dev.amend.engine.prove;

import dev.amend.specs.Source;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;

/** The reasons why a proof or a spot check can't be done. */
enum ProveCode implements ErrorCode {
    PIN_GONE;

    @Override
    public ErrorKind kind() {
        return ErrorKind.USER;
    }

    static AmendException pinGone(Source source, long snapshot) {
        return new AmendException(
                PIN_GONE,
                "Cannot derive rows again: snapshot %d of %s, which they were derived from, was expired"
                        .formatted(snapshot, source.table()),
                "source " + source.name(),
                "A spot check must come before the sources' snapshots expire; keep them longer next time");
    }
}

package dev.amend.engine.reports;

import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;

/** The ways in which reading a kept report can fail. */
enum ReportCode implements ErrorCode {
    SUMMARY_UNREADABLE(ErrorKind.CHECK_FAILED);

    private final ErrorKind kind;

    ReportCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException unreadableSummary(BackfillId id, String location, Exception cause) {
        return new AmendException(
                SUMMARY_UNREADABLE,
                "Cannot read the summary of the report of %s: reports/summary.json holds no digest and verdict"
                        .formatted(id),
                location,
                "Put the file back from a copy of the state",
                cause);
    }
}

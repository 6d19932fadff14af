package dev.amend.engine.run;

import dev.amend.specs.AmendException;
import dev.amend.specs.ErrorCode;
import dev.amend.specs.ErrorKind;
import dev.amend.specs.TableId;

/** Why a run stops. */
enum RunCode implements ErrorCode {
    SHADOW_GONE(ErrorKind.CHECK_FAILED),
    SPECIFICATION_CHANGED(ErrorKind.USER),
    NOT_PROVED(ErrorKind.USER),
    WRONG_STATE(ErrorKind.USER),
    BATCH_FAILED(ErrorKind.CHECK_FAILED);

    private final ErrorKind kind;

    RunCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException shadowGone(TableId table, String branch, Throwable cause) {
        return new AmendException(
                SHADOW_GONE,
                "Cannot write the batch: the shadow branch '%s' of %s is gone".formatted(branch, table),
                "%s, branch %s".formatted(table, branch),
                "Someone dropped it. Find out who, then start again with 'amend run SPEC --restart'",
                cause);
    }
}

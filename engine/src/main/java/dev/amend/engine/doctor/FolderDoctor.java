package dev.amend.engine.doctor;

import dev.amend.engine.filemode.Exposure;
import dev.amend.specs.text.Reason;
import java.io.IOException;
import java.nio.file.Path;

/** Probes whether other users of the machine are kept out of the state folder. */
public final class FolderDoctor {
    private static final String PROBE = "state permissions";

    private final Path state;

    public FolderDoctor(Path state) {
        this.state = state.toAbsolutePath().normalize();
    }

    public Diagnosis diagnose() {
        try {
            return diagnosis(Exposure.of(state));
        } catch (IOException e) {
            return Diagnosis.bad(
                    PROBE,
                    "cannot read the permissions of %s: %s".formatted(state, Reason.of(e)),
                    "Check that this user may read the folder");
        }
    }

    private Diagnosis diagnosis(Exposure exposure) {
        String next = "Run 'chmod -R o= %s'; Amend creates files for owner and group only".formatted(state);
        return switch (exposure) {
            case NONE -> Diagnosis.ok(PROBE, "owner and group only");
            case READABLE ->
                new Diagnosis(
                        PROBE,
                        Diagnosis.Outcome.WARN,
                        "every user of this machine may read reports and journals in " + state,
                        next);
            case WRITABLE ->
                Diagnosis.bad(PROBE, "every user of this machine may change approvals and journals in " + state, next);
        };
    }
}

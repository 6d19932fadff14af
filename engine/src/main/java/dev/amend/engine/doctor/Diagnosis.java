package dev.amend.engine.doctor;

/**
 * The result of a probe.
 *
 * @param next what to do; empty if nothing
 */
public record Diagnosis(String probe, Outcome outcome, String found, String next) {

    /** The outcome of a probe. */
    public enum Outcome {
        OK,
        /** It works, but may cause trouble. */
        WARN,
        /** It does not work. */
        BAD
    }

    static Diagnosis ok(String probe, String found) {
        return new Diagnosis(probe, Outcome.OK, found, "");
    }

    static Diagnosis bad(String probe, String found, String next) {
        return new Diagnosis(probe, Outcome.BAD, found, next);
    }
}

package dev.amend.engine.doctor;

/**
 * What a probe found.
 *
 * @param next what to do; empty if nothing
 */
public record Diagnosis(String probe, Outcome outcome, String found, String next) {

    /** How it looks. */
    public enum Outcome {
        OK,
        /** Works, and may bite. */
        WARN,
        /** Does not work. */
        BAD
    }

    static Diagnosis ok(String probe, String found) {
        return new Diagnosis(probe, Outcome.OK, found, "");
    }

    static Diagnosis bad(String probe, String found, String next) {
        return new Diagnosis(probe, Outcome.BAD, found, next);
    }
}

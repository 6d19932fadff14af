package dev.amend.engine.wiring;

import java.util.Optional;

/** The version of the running code. */
public final class CodeVersion {

    private CodeVersion() {}

    /** The version in the jar's manifest; outside a jar there is none. */
    public static String current() {
        return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
                .orElse("unpacked");
    }
}

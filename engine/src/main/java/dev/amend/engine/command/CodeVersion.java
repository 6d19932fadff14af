package dev.amend.engine.command;

import java.util.Optional;

/** The version of the code that runs. */
final class CodeVersion {

    private CodeVersion() {}

    /** What the jar's manifest says; outside a jar there is none. */
    static String current() {
        return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
                .orElse("unpacked");
    }
}

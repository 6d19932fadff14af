package dev.amend;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: what {@code amend} and {@code spark-submit --class dev.amend.Amend} start. */
@Command(
        name = "amend",
        description = "Corrects history in a lakehouse without regret",
        mixinStandardHelpOptions = true,
        versionProvider = Amend.PackedVersion.class)
public final class Amend {

    private Amend() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Amend()).execute(arguments));
    }

    /** The version that the jar's manifest says; outside a jar there is none. */
    static final class PackedVersion implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Amend.class.getPackage().getImplementationVersion())
                    .orElse("(unpacked)");
            return new String[] {"amend " + version};
        }
    }
}

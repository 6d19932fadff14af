package dev.amend.specs.yaml;

import dev.amend.specs.text.Secrets;
import dev.amend.specs.yaml.tree.Place;
import dev.amend.specs.yaml.tree.Problems;
import java.util.List;

/** The lines of a specification, comments included, that hold an address with a credential. */
final class CredentialLines {
    static final String REFUSAL =
            "it holds a password, a token or another credential. The journal and the report keep what a specification says: remove it";

    private CredentialLines() {}

    /** Adds a mistake for each such line that has no mistake yet. */
    static void check(String yamlText, Problems problems) {
        List<String> lines = yamlText.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            if (Secrets.areInAnAddressOf(lines.get(number - 1)) && !problems.areInLine(number)) {
                problems.add(new Place(number, 1), "", "Invalid line: " + REFUSAL);
            }
        }
    }
}

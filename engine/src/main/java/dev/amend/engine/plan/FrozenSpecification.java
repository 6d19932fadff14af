package dev.amend.engine.plan;

import dev.amend.engine.journal.Journal;
import dev.amend.specs.error.SpecificationException;
import dev.amend.specs.yaml.FrozenText;
import dev.amend.specs.yaml.ReadSpecification;
import java.util.Optional;

/** A specification as the journal stores it. */
public final class FrozenSpecification {
    private static final String NAME = "specification.yaml";

    private FrozenSpecification() {}

    /** The text to store. */
    public static String write(ReadSpecification read) {
        return FrozenText.of(read);
    }

    /**
     * The specification in a journal, once a run has begun.
     *
     * @throws dev.amend.specs.error.AmendException if it can't be read
     */
    public static Optional<ReadSpecification> of(Journal journal) {
        return journal.specification().map(text -> {
            try {
                return read(text);
            } catch (SpecificationException e) {
                throw journal.unreadableSpecification(e.problems().get(0).message(), e);
            }
        });
    }

    /** @throws dev.amend.specs.error.SpecificationException if another version wrote it and this one can't read it */
    public static ReadSpecification read(String text) {
        return FrozenText.read(NAME, text);
    }
}

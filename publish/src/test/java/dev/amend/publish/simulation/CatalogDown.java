package dev.amend.publish.simulation;

/** The simulated catalog does not answer. */
final class CatalogDown extends RuntimeException {
    private static final long serialVersionUID = 1;

    CatalogDown() {
        super("the catalog does not answer");
    }
}

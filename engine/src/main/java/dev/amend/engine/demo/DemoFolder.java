package dev.amend.engine.demo;

import java.nio.file.Path;

/** The folder that a demo lives in: configuration, specification, and the embedded warehouse. */
public final class DemoFolder {
    private final EmbeddedWarehouse warehouse;

    public DemoFolder(Path dir) {
        this.warehouse = new EmbeddedWarehouse(dir);
    }

    public EmbeddedWarehouse warehouse() {
        return warehouse;
    }

    /** The {@code amend.yaml} of the demo. */
    public Path configuration() {
        return warehouse.dir().resolve("amend.yaml");
    }

    /** The specification that the demo carries out. */
    public Path specification() {
        return warehouse.dir().resolve("revenue-tax-fix.yaml");
    }

    /**
     * Writes configuration and specification, and makes room for the warehouse.
     *
     * @throws dev.amend.specs.AmendException if there is a demo already
     */
    public void create() {
        throw new UnsupportedOperationException();
    }
}

package dev.amend.engine.demo;

import dev.amend.engine.filemode.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * Writes configuration and specification, and creates the folder of the warehouse.
     *
     * @throws dev.amend.specs.error.AmendException if there is a demo already, or the folder can't be written
     */
    public void create() {
        Stream.of(configuration(), specification(), warehouse.location())
                .filter(Files::exists)
                .findFirst()
                .ifPresent(found -> {
                    throw DemoCode.exists(warehouse.dir(), found);
                });

        try {
            warehouse.createFolder();
            PrivateFiles.write(configuration(), renderedConfiguration());
            PrivateFiles.write(specification(), DemoResource.specification().text());
        } catch (IOException e) {
            throw DemoCode.notWritable(warehouse.dir(), e);
        }
    }

    private String renderedConfiguration() {
        String settings = warehouse.sparkSettings().entrySet().stream()
                .map(setting -> "  %s: %s".formatted(setting.getKey(), quoted(setting.getValue())))
                .collect(Collectors.joining("\n"));
        return DemoResource.named("amend.yaml").text().replace("{{spark}}", settings);
    }

    /** A YAML scalar that stays text, whatever it contains. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}

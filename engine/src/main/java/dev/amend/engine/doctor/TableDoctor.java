package dev.amend.engine.doctor;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.IcebergBuild;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.PropertyUtil;

/** Probes Spark, Iceberg, the catalog, and the tables of a specification. */
public final class TableDoctor {
    private static final String GC_ENABLED = "gc.enabled";

    private final Lakehouse lakehouse;

    public TableDoctor(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    /** Reports the versions in use. */
    public List<Diagnosis> versions() {
        String spark = lakehouse.spark().version();
        return List.of(
                Diagnosis.ok("java", System.getProperty("java.version", "unknown")),
                spark.startsWith("4.1") || spark.startsWith("3.5")
                        ? Diagnosis.ok("spark", spark)
                        : Diagnosis.bad("spark", spark, "Use Spark 4.1 or 3.5"),
                iceberg(IcebergBuild.version()),
                catalog());
    }

    private Diagnosis catalog() {
        try {
            return Diagnosis.ok("catalog", lakehouse.defaultCatalog());
        } catch (AmendException e) {
            return Diagnosis.bad("catalog", String.valueOf(e.getMessage()), e.next());
        }
    }

    static Diagnosis iceberg(String version) {
        String[] parts = version.split("\\.", 3);
        boolean recent = parts.length > 1 && (Integer.parseInt(parts[0]) > 1 || Integer.parseInt(parts[1]) >= 11);
        return recent
                ? Diagnosis.ok("iceberg", version)
                : Diagnosis.bad("iceberg", version, "Use iceberg-spark-runtime 1.11 or later");
    }

    /** Probes whether the target and the sources can be read, and whether the target's old data can be kept. */
    public List<Diagnosis> tables(Specification specification) {
        List<Diagnosis> diagnoses = new ArrayList<>();
        diagnoses.add(table("target", specification.target().table()));
        for (Source source : specification.sources()) {
            diagnoses.add(table("source " + source.name(), source.table()));
        }
        return diagnoses;
    }

    private Diagnosis table(String probe, TableId id) {
        try {
            Table table = lakehouse.table(id);
            boolean collects = PropertyUtil.propertyAsBoolean(table.properties(), GC_ENABLED, true);
            return collects
                    ? Diagnosis.ok(probe, "%s, at %s".formatted(id, table.location()))
                    : new Diagnosis(
                            probe,
                            Diagnosis.Outcome.WARN,
                            "%s has gc.enabled=false".formatted(id),
                            "Old files stay after retirement; delete them by other means");
        } catch (AmendException e) {
            return Diagnosis.bad(probe, String.valueOf(e.getMessage()), e.next());
        }
    }
}

package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.lakehouse.SmallLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A small world with a second table, which has the same rows and the same mistake, and a backfill for each. */
record TwoBackfills(SmallWorld world, Path second) implements AutoCloseable {
    static final String OTHER = "costs-fix";
    static final String OLD = "560 rows, gross 57680.00, net 57680.00";
    static final String NEW = "560 rows, gross 57680.00, net 51520.00";

    static TwoBackfills create(Path dir) throws IOException {
        return create(dir, specification -> specification);
    }

    /** @param change of the second specification */
    static TwoBackfills create(Path dir, UnaryOperator<String> change) throws IOException {
        SmallWorld world = SmallWorld.create(dir);
        world.lake().sql("""
                create table finance.costs using iceberg partitioned by (day)
                tblproperties ('format-version' = '2') as select * from finance.revenue""");
        String specification = SmallLake.specification(OTHER).replace("table: finance.revenue", "table: finance.costs");
        return new TwoBackfills(world, Files.writeString(dir.resolve("costs-fix.yaml"), change.apply(specification)));
    }

    /** Both built, and approved. */
    TwoBackfills approved() {
        world.approved();
        world.assumeProved(OTHER, second);
        world.run(0, "run", second.toString());
        approveSecond();
        return this;
    }

    void approveSecond() {
        world.run(0, "approve", OTHER, "--by", "olga", "--reason", "the figures are right");
    }

    /** A row that nobody foresaw comes into the range of the second. */
    void late() {
        world.lake()
                .sql(
                        "insert into finance.costs values (date'2026-01-14', 'late', 5, 5, timestamp'2026-02-09 00:00:00')");
    }

    String firstRange() {
        return world.lake().range();
    }

    String secondRange() {
        return world.lake().value("""
                select concat(count(*), ' rows, gross ', sum(gross), ', net ', sum(net))
                from finance.costs where day between date'2026-01-05' and date'2026-02-01'""");
    }

    String state(String id) {
        return world.journal(id).status().state().name();
    }

    JsonNode publish() {
        return world.run(0, "publish", ID, OTHER, "-o", "json").json();
    }

    @Override
    public void close() {
        world.close();
    }
}

package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.FaultTrial.Outcome;
import dev.amend.publish.fixture.CommitFault.Fate;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.PostgresServer;
import dev.amend.publish.fixture.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing through a JDBC catalog in PostgreSQL, as teams run it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresCommitFaultsIT {
    private static final List<String> LATER =
            IntStream.range(0, 5).mapToObj("later%d-2024-01-05"::formatted).toList();

    private PostgresServer server;
    private Warehouse warehouse;

    @BeforeAll
    void startServer() throws IOException {
        server = PostgresServer.start();
    }

    @AfterAll
    void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void openCatalog() {
        warehouse = Warehouse.postgres(server, server.newCatalog());
    }

    @AfterEach
    void closeCatalog() throws IOException {
        warehouse.close();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void publishesOnceWhateverBecomesOfACommit(CatalogFault fault, int format) throws Exception {
        fault.happenTo(FaultTrial.of(warehouse, format, fault.commit()));
    }

    static Stream<Arguments> faults() {
        List<Arguments> faults = new ArrayList<>();
        for (CatalogFault fault : CatalogFault.ofAllCommits()) {
            faults.add(arguments(fault, FaultTrial.format(fault.commit(), faults.size())));
        }
        return faults.stream();
    }

    /** A commit that the server had confirmed to itself is there after its recovery, and another is not. */
    @ParameterizedTest
    @CsvSource({
        "ON_A_QUIET_MAIN, APPLIED",
        "ON_A_QUIET_MAIN, NOT_APPLIED",
        "ON_A_LIVE_MAIN, APPLIED",
        "ON_A_LIVE_MAIN, NOT_APPLIED"
    })
    void goesOnAfterTheServerCrashedAroundACommit(PublicationCommit commit, Fate fate) throws Exception {
        FaultTrial trial = FaultTrial.of(warehouse, 2, commit);
        FaultyTableOperations faulty = new FaultyTableOperations(trial.table());

        Outcome outcome = trial.publish(
                faulty.table(trial.table().name()),
                () -> faulty.next((operations, base, metadata) -> {
                    if (fate == Fate.APPLIED) {
                        operations.commit(base, metadata);
                        crash();
                        throw new IllegalStateException("connection lost");
                    }
                    crash();
                    operations.commit(base, metadata);
                }));
        server.resume();

        assertThat(faulty.isFaultless()).isTrue();
        assertThat(outcome).isEqualTo(Outcome.UNKNOWN);
        trial.requireWhatWasSaid(outcome, fate);
        trial.requirePublishedByTheNextCall();
    }

    private void crash() {
        try {
            server.crash();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each commit is one transaction; those that come second find another row than they read. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keepsWhatLivePipelinesCommitAtTheSameTime(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        CompletableFuture<Void> pipeline = CompletableFuture.runAsync(() -> LATER.forEach(backfill::append));

        backfill.on(warehouse.reload(backfill.table)).publish();
        pipeline.get();

        assertThat(Warehouse.main(backfill.table))
                .containsAll(LATER)
                .contains("new-2024-01-01", "new-2024-01-04", "old-2024-01-05")
                .hasSize(5 + LATER.size());
    }
}

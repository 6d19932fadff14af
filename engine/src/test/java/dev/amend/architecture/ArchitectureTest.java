package dev.amend.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.amend.engine.journal.DaemonScheduler;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import java.time.Clock;
import java.util.Set;
import org.apache.iceberg.PendingUpdate;
import org.apache.iceberg.TableOperations;

/** The house as docs/design says it: what may know what, and where time and chance may come in. */
@AnalyzeClasses(packages = "dev.amend", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String SPECS = "dev.amend.specs..";
    private static final String RECONCILIATION = "dev.amend.reconciliation..";
    private static final String PUBLISH = "dev.amend.publish..";
    private static final String ENGINE = "dev.amend.engine..";
    private static final String SPARK = "org.apache.spark..";
    private static final String[] SPARKS_INTERNALS = {
        "org.apache.spark.sql.catalyst..",
        "org.apache.spark.sql.classic..",
        "org.apache.spark.sql.execution..",
        "org.apache.spark.sql.internal..",
        "org.apache.spark.unsafe.."
    };
    private static final String ICEBERG = "org.apache.iceberg..";
    private static final String AWS = "software.amazon..";

    /** What decides from values alone, besides all of {@code specs}. */
    private static final Set<String> DECIDING = Set.of(
            "dev.amend.engine.gates.Gate",
            "dev.amend.engine.gates.Hold",
            "dev.amend.engine.gates.LivePipelineGate",
            "dev.amend.engine.gates.RestGate",
            "dev.amend.engine.run.RunEnd",
            "dev.amend.engine.run.RunLimits",
            "dev.amend.engine.run.SafePoint",
            "dev.amend.engine.run.Pause",
            "dev.amend.engine.run.BatchFailure",
            "dev.amend.engine.run.RunFailures",
            "dev.amend.engine.run.Checkpoints",
            "dev.amend.engine.observe.Eta",
            "dev.amend.engine.approval.ApprovalVerdict",
            "dev.amend.engine.plan.Estimate",
            "dev.amend.engine.config.ConfigurationReader",
            "dev.amend.engine.output.StatusView",
            "dev.amend.engine.output.Failures");

    /** Commands that answer at once because they start no Spark. */
    private static final Set<String> LIGHT_COMMANDS = Set.of(
            "dev.amend.engine.command.ValidateCommand",
            "dev.amend.engine.command.StatusCommand",
            "dev.amend.engine.command.ListCommand",
            "dev.amend.engine.command.PauseCommand",
            "dev.amend.engine.command.ResumeCommand",
            "dev.amend.engine.command.CancelCommand",
            "dev.amend.engine.command.RetryCommand",
            "dev.amend.engine.command.ReportCommand",
            "dev.amend.engine.command.ApproveCommand",
            "dev.amend.engine.command.RejectCommand",
            "dev.amend.engine.command.HistoryCommand");

    private static final String[] NO_SERVICES = {
        "dev.amend.specs..",
        "dev.amend.engine.demo..",
        "dev.amend.engine.command..",
        "dev.amend.engine.options..",
        "dev.amend.engine.output.."
    };

    /** What is called to learn the time, to wait, or to throw dice. */
    private static final Set<String> TIME_AND_CHANCE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.lang.Math.random",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.UUID.randomUUID",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.security.SecureRandom.<init>",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system");

    @ArchTest
    static final ArchRule specsKnowNothingBelowThem = noClasses()
            .that()
            .resideInAPackage(SPECS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, PUBLISH, RECONCILIATION, SPARK, ICEBERG, AWS);

    @ArchTest
    static final ArchRule publishCommitsAndStartsNoSparkJob = noClasses()
            .that()
            .resideInAPackage(PUBLISH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, RECONCILIATION, SPARK, AWS);

    @ArchTest
    static final ArchRule reconciliationKnowsOfNeitherEngineNorPublish = noClasses()
            .that()
            .resideInAPackage(RECONCILIATION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, PUBLISH, AWS);

    /** It reads field ids, and nothing else of Iceberg's own. */
    @ArchTest
    static final ArchRule reconciliationCommitsNothing = noClasses()
            .that()
            .resideInAPackage(RECONCILIATION)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(PendingUpdate.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(TableOperations.class);

    @ArchTest
    static final ArchRule theJournalImportsNeitherSparkNorIceberg = noClasses()
            .that()
            .resideInAPackage("dev.amend.engine.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SPARK, ICEBERG);

    @ArchTest
    static final ArchRule whatDecidesImportsNeitherSparkNorIceberg = classes()
            .that(areNamed("classes that decide", DECIDING))
            .should()
            .onlyDependOnClassesThat(not(resideInAnyPackage(SPARK, ICEBERG, AWS)));

    /** How pairs are read and counted may change without the engine. */
    @ArchTest
    static final ArchRule theEngineLeavesPairsToReconciliation = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.amend.reconciliation.pairs..");

    /**
     * What Spark may change in any release is used in two rooms: {@code pairs.stored}, beside which there is another
     * source on the public interface, and {@code query}, which walks plans, for which there is no public interface.
     * {@code CatalogPlugins} asks for a catalog, which nothing public does. Some exceptions of the public interface live
     * among the internals.
     */
    @ArchTest
    static final ArchRule sparksInternalsStayInTwoRooms = noClasses()
            .that()
            .resideOutsideOfPackages("dev.amend.reconciliation.pairs.stored..", "dev.amend.reconciliation.query..")
            .and()
            .doNotHaveFullyQualifiedName("dev.amend.engine.lakehouse.CatalogPlugins")
            .should()
            .dependOnClassesThat(resideInAnyPackage(SPARKS_INTERNALS).and(not(simpleNameEndingWith("Exception"))));

    @ArchTest
    static final ArchRule packagesDependInOneDirection =
            slices().matching("dev.amend.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule commandsThatNeedNoSparkReachNone = noClasses()
            .that(areNamed("light commands", LIGHT_COMMANDS))
            .should()
            .transitivelyDependOnClassesThat(resideInAnyPackage(SPARK, ICEBERG));

    /** A command chooses what is done; the parts that do it are put together in the wiring, as another caller would. */
    @ArchTest
    static final ArchRule commandsTakeTheirServicesFromTheWiring = noClasses()
            .that()
            .resideInAPackage("dev.amend.engine.command..")
            .should()
            .callConstructorWhere(isOfAService());

    /**
     * Time, waiting and chance come in through the surroundings. Beside them the lease's heartbeat waits in its own
     * thread, a write waits milliseconds for another process's lock on the state, the demo's pipeline is a program of
     * its own, and the wiring gives each run a name that no other one has.
     */
    @ArchTest
    static final ArchRule timeAndChanceComeThroughTheConstructor = noClasses()
            .that(not(belongToAnyOf(Surroundings.class, DaemonScheduler.class)))
            .and()
            .doNotHaveFullyQualifiedName("dev.amend.engine.demo.DemoPipelineProcess")
            .and()
            .doNotHaveFullyQualifiedName("dev.amend.engine.store.WriteLock")
            .and()
            .doNotHaveFullyQualifiedName("dev.amend.engine.wiring.Wiring")
            .should()
            .accessTargetWhere(isTimeOrChance());

    @ArchTest
    static final ArchRule thereIsNoStateThatEveryoneShares =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule aNameSaysWhatAClassIs =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl|Abstract\\w*)");

    private static DescribedPredicate<JavaClass> areNamed(String what, Set<String> names) {
        return DescribedPredicate.describe(
                what,
                javaClass -> names.contains(javaClass.getName())
                        || names.stream().anyMatch(name -> javaClass.getName().startsWith(name + "$")));
    }

    /** Not a value, a failure, something to show or read from the command line, the demo's world, or the wiring. */
    private static DescribedPredicate<JavaConstructorCall> isOfAService() {
        return DescribedPredicate.describe("creates a service", call -> {
            JavaClass created = call.getTargetOwner();
            return created.getPackageName().startsWith("dev.amend")
                    && !resideInAnyPackage(NO_SERVICES).test(created)
                    && !created.isRecord()
                    && !created.isAssignableTo(Throwable.class)
                    && !belongToAnyOf(Wiring.class, SparkWiring.class).test(created);
        });
    }

    private static DescribedPredicate<JavaAccess<?>> isTimeOrChance() {
        return DescribedPredicate.describe("tells the time, waits or throws dice", access -> {
            AccessTarget target = access.getTarget();
            String name = target.getOwner().getName() + "." + target.getName();
            boolean asksTheClock = target.getOwner().getPackageName().equals("java.time")
                    && target.getName().equals("now")
                    && target instanceof AccessTarget.CodeUnitAccessTarget method
                    && method.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
            return asksTheClock || TIME_AND_CHANCE.contains(name);
        });
    }
}

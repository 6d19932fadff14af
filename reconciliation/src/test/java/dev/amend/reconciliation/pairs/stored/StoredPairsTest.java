package dev.amend.reconciliation.pairs.stored;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class StoredPairsTest {

    @Test
    void isSupportedByTheSparkThatItIsBuiltWith() {
        assertThat(SparkMember.CALLED).allMatch(SparkMember::isThere);
        assertThat(StoredPairs.isSupported()).isTrue();
    }

    @Test
    void missesAMethodWithOtherParametersAndAClassThatIsGone() {
        String row = "org.apache.spark.sql.catalyst.InternalRow";

        assertThat(SparkMember.of(row, "getLong", "int").isThere()).isTrue();
        assertThat(SparkMember.of(row, "getLong", "long").isThere()).isFalse();
        assertThat(SparkMember.of(row, "getVeryLong", "int").isThere()).isFalse();
        assertThat(SparkMember.of("org.apache.spark.sql.gone.Row", "getLong", "int")
                        .isThere())
                .isFalse();
    }

    /** A method that is called and not on the list would be missed only when it is called. */
    @Test
    void asksForEveryMethodOfSparksInternalsThatIsCalled() {
        Set<SparkMember> called = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(StoredPairs.class.getPackageName())
                        .stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .map(StoredPairsTest::member)
                        .filter(member -> member.owner().startsWith("org.apache.spark.sql.catalyst.")
                                || member.owner().startsWith("org.apache.spark.sql.execution."))
                        .collect(Collectors.toSet());

        assertThat(called).hasSizeGreaterThan(10);
        assertThat(SparkMember.CALLED).containsAll(called);
    }

    private static SparkMember member(JavaMethodCall call) {
        return new SparkMember(
                call.getTargetOwner().getFullName(),
                call.getTarget().getName(),
                call.getTarget().getRawParameterTypes().stream()
                        .map(JavaClass::getFullName)
                        .toList());
    }
}

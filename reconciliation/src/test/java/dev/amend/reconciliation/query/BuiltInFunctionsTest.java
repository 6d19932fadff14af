package dev.amend.reconciliation.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.junit.jupiter.api.Test;

/** Every function that the Spark on the class path has built in is listed. Starts no session. */
final class BuiltInFunctionsTest {

    @Test
    void knowsEveryFunctionOfThisSpark() {
        List<String> unknown = builtIn()
                .filter(name -> BuiltInFunctions.dependenceOf(name).isEmpty())
                .sorted()
                .toList();

        assertThat(unknown)
                .as("functions that functions.txt does not list: find out what each depends on, and add it there")
                .isEmpty();
    }

    @Test
    void listsNoFunctionThatSparkDoesNotHave() {
        List<String> builtIn = builtIn().toList();

        assertThat(Stream.of(Dependence.values()).flatMap(dependence -> BuiltInFunctions.of(dependence).stream()))
                .allSatisfy(name -> assertThat(builtIn).contains(name));
    }

    @Test
    void comparesNamesWithoutRegardToCase() {
        assertThat(BuiltInFunctions.dependenceOf("Current_Timestamp")).contains(Dependence.CLOCK);
        assertThat(BuiltInFunctions.dependenceOf("lake.system.bucket")).isEmpty();
    }

    private static Stream<String> builtIn() {
        return Stream.concat(
                        SqlTree.java(FunctionRegistry.builtin().listFunction()).stream(),
                        SqlTree.java(TableFunctionRegistry.builtin().listFunction()).stream())
                .map(FunctionIdentifier::funcName)
                .distinct();
    }
}

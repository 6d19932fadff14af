package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LongMethodsTest {

    @Test
    void areCutWhereExecutorsWouldInterpretThem() {
        assertThat(LongMethods.settings(Map.of("spark.executor.extraJavaOptions", "-Xss4m")))
                .containsExactly(Map.entry("spark.sql.codegen.hugeMethodLimit", "8000"));
    }

    @Test
    void areLeftWholeWhereExecutorsCompileThem() {
        assertThat(LongMethods.settings(
                        Map.of("spark.executor.extraJavaOptions", "-Xss4m -XX:-DontCompileHugeMethods")))
                .isEmpty();
    }

    @Test
    void areLeftToWhoeverSetTheLimit() {
        assertThat(LongMethods.settings(Map.of("spark.sql.codegen.hugeMethodLimit", "65535")))
                .isEmpty();
    }

    /** The distribution takes the same options from the same place. */
    @Test
    void areCompiledInThisProcess() {
        assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments()).contains("-XX:-DontCompileHugeMethods");
    }
}

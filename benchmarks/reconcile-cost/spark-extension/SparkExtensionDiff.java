import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import uk.co.gresearch.spark.diff.Diff;

/** Compares the benchmark's two Parquet folders with G-Research's spark-extension, and prints the seconds of each pass. */
public final class SparkExtensionDiff {
    /** Every twentieth row changed, but for those with an amount of zero; {@code C} is changed, {@code N} is not. */
    private static final Map<String, Long> EXPECTED = Map.of("C", 99_980L, "N", 1_900_020L);

    private SparkExtensionDiff() {}

    public static void main(String[] arguments) {
        String folder = arguments[0];
        int passes = Integer.parseInt(arguments[1]);
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "4")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");

        List<Double> seconds = new ArrayList<>();
        for (int pass = 0; pass <= passes; pass++) {
            long start = System.nanoTime();
            Map<String, Long> found = diff(spark, folder);
            double took = (System.nanoTime() - start) / 1e9;
            if (!found.equals(EXPECTED)) {
                throw new IllegalStateException("Found " + found);
            }
            System.out.printf("spark-extension %6.1f s, %s%s%n", took, found, pass == 0 ? " (to warm up, not counted)" : "");
            if (pass > 0) {
                seconds.add(took);
            }
        }
        System.out.printf("spark-extension median of %d: %6.1f s%n", passes, seconds.stream().sorted().toList().get(passes / 2));
        spark.stop();
    }

    /** How many rows are changed, the same, on one side only. */
    private static Map<String, Long> diff(SparkSession spark, String folder) {
        Dataset<Row> before = spark.read().parquet(folder + "/rows-before");
        Dataset<Row> after = spark.read().parquet(folder + "/rows-after");
        Map<String, Long> found = new TreeMap<>();
        for (Row row : Diff.of(before, after, "revenue_date", "merchant_id")
                .groupBy("diff")
                .count()
                .collectAsList()) {
            found.put(row.getString(0), row.getLong(1));
        }
        return found;
    }
}

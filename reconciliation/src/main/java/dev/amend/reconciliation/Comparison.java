package dev.amend.reconciliation;

import dev.amend.specs.BatchGrid;
import dev.amend.specs.ColumnTolerance;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The one statement that compares a batch: both sides to one row per key, joined, with everything that differs. */
final class Comparison {
    private static final SqlTemplate COMPARE = SqlTemplate.load("compare");

    private final Specification specification;
    private final TargetColumns columns;
    private final List<Column> compared;
    private final List<String> figures;
    private final KeyFilter only;
    private final Pairing pairing;
    private final SortedMap<Integer, LongDecimal> longDecimals;

    /** @param figures additive aggregates over the target's rows */
    Comparison(Specification specification, TargetColumns columns, List<String> figures) {
        this(specification, columns, figures, KeyValues.ANY, Pairing.BY_GROUP, new TreeMap<>());
    }

    /**
     * @param figures aggregates, or where rows are paired as they are, what a row adds to them
     * @param only the keys that are compared
     * @param longDecimals the figures that are decimals of more than 18 digits, by position
     */
    Comparison(
            Specification specification,
            TargetColumns columns,
            List<String> figures,
            KeyFilter only,
            Pairing pairing,
            SortedMap<Integer, LongDecimal> longDecimals) {

        this.pairing = pairing;
        this.specification = specification;
        this.columns = columns;
        this.compared = columns.compared();
        this.figures = List.copyOf(figures);
        this.only = only;
        this.longDecimals = new TreeMap<>(longDecimals);
        this.longDecimals.keySet().removeIf(i -> isComparedAnyway(figures.get(i)));
    }

    /** @param scale whether one task does it all */
    String statement(long baseline, NewRows newRows, JobScale scale) {
        Map<String, String> holes = new HashMap<>();
        holes.put("table", specification.target().table().quoted());
        holes.put("baseline", Long.toString(baseline));
        holes.put("new_rows", newRows.relation(specification.shadowTable()));
        holes.put("partition_key", columns.partitionColumn().quoted());
        holes.put("ordinal", columns.ordinal());
        holes.put("hint", scale.hint());
        holes.put("only", only.andCondition());
        holes.putAll(sideHoles());
        holes.putAll(pairHoles());
        return COMPARE.render(holes);
    }

    Map<String, Object> parameters(PartitionRange range) {
        Map<String, Object> parameters = new HashMap<>(columns.bounds(range));
        parameters.putAll(only.parameters());
        parameters.putAll(tolerances());
        return parameters;
    }

    /** The parameters of {@link #changedBits}. */
    Map<String, Object> tolerances() {
        Map<String, Object> parameters = new HashMap<>();
        for (int i = 0; i < compared.size(); i++) {
            Column column = compared.get(i);
            ColumnTolerance tolerance = specification.validation().tolerance().get(column.name());
            if (tolerance != null) {
                parameters.putAll(Equality.parameters(column, i, tolerance));
            }
        }
        return parameters;
    }

    private Map<String, String> sideHoles() {
        return Map.of(
                "signatures", signatures(),
                "row_hash", columns.rowHashOfSignatures(),
                "cell", cellColumn(),
                "group_by", String.join(", ", groupedBy()),
                "partition", columns.isKeyed() ? " %s,".formatted(pairing.partition()) : "",
                "counted", pairing.counted(),
                "values",
                        listed(Stream.of(values(), ruleOnlyValues(), figureValues())
                                .flatMap(all -> all)),
                "figures",
                        listed(IntStream.range(0, figures.size())
                                .boxed()
                                .flatMap(i -> Stream.of("old." + figure(i), "new." + figure(i)))));
    }

    private Map<String, String> pairHoles() {
        Map<String, String> holes = new HashMap<>();
        holes.put("changed_bits", String.join(",\n    ", changedBits()));
        holes.put("no_bits", noBits());
        holes.put(
                "long_figures",
                longDecimals.isEmpty() ? "" : listed(Stream.of("old." + PairReader.TEXTS, "new." + PairReader.TEXTS)));
        holes.put("key_hash", columns.keyHash(Comparison::ofEither));
        holes.put("join_hint", pairing.joinHint());
        holes.put("old_rows", pairing.rows("old"));
        holes.put("new_rows_of_key", pairing.rows("new"));
        holes.put("old_sum", pairing.sum("old"));
        holes.put("new_sum", pairing.sum("new"));
        holes.put("few_old", few("old"));
        holes.put("few_new", few("new"));
        holes.put("rest_hash", restHash());
        holes.put("rule", rule(Integer::toString, "-1"));
        holes.put("key", keyStruct());
        holes.put("old_values", comparedOf("old"));
        holes.put("new_values", comparedOf("new"));
        holes.put("same_key", sameKey());
        return holes;
    }

    /** Batches that are compared together stay apart: by their partitions where these are a part of the key. */
    private boolean cellTellsKeysApart() {
        return columns.isKeyed() && !columns.isKey(columns.partitionColumn().name());
    }

    private String cell() {
        BatchGrid grid = specification.grid();
        return "amend_p - pmod(amend_p - %dL, %dL)".formatted(grid.origin(), grid.size());
    }

    /** What rows of one key have in common. */
    List<String> groupedBy() {
        if (!columns.isKeyed()) {
            return List.of("amend_p", "amend_h");
        }
        Stream<String> key = columns.key().stream().map(Column::quoted);
        return Stream.concat(key, cellTellsKeysApart() ? Stream.of("amend_b") : Stream.empty())
                .toList();
    }

    private Stream<Integer> hashed() {
        return IntStream.range(0, compared.size())
                .boxed()
                .filter(i -> !compared.get(i).isRaw());
    }

    /** Fixed-width buffers only, so that Spark aggregates by hash; a key that is there once has one value. */
    private Stream<String> values() {
        return IntStream.range(0, compared.size()).mapToObj(i -> pairing.value("max", columns.comparable(i)));
    }

    /** Values that a rule speaks of and the comparison does not hold. */
    private Stream<String> ruleOnlyValues() {
        return columns.all().stream()
                .filter(column -> !columns.isKey(column.name()))
                .filter(column -> !(column.isRaw() && compared.contains(column)))
                .filter(column -> specification.validation().explainedBy().stream()
                        .anyMatch(rule -> mentions(rule.condition(), nameInSql(column))))
                .map(column -> pairing.value("any_value", column.quoted()));
    }

    private Stream<String> figureValues() {
        Stream<String> values = IntStream.range(0, figures.size())
                .filter(i -> !isComparedAnyway(figures.get(i)))
                .mapToObj(i -> "%s as amend_m%d".formatted(figureValue(i), i));
        return longDecimals.isEmpty() ? values : Stream.concat(values, Stream.of(longFigures()));
    }

    private String figureValue(int position) {
        String value = figures.get(position);
        LongDecimal type = longDecimals.get(position);
        return type == null ? value : type.narrow(value);
    }

    /** The texts of a row one of whose figures has too many digits: one column for all of them, since hardly a row has one. */
    private String longFigures() {
        String texts = longDecimals.entrySet().stream()
                .map(figure -> "'%s', %s"
                        .formatted(
                                PairReader.textOf(figure.getKey()),
                                figure.getValue().beyond(figures.get(figure.getKey()))))
                .collect(Collectors.joining(", "));
        String isAnyBeyond = longDecimals.entrySet().stream()
                .map(figure -> figure.getValue().isBeyond(figures.get(figure.getKey())))
                .collect(Collectors.joining(" or "));
        return "if(%s, named_struct(%s), null) as %s".formatted(isAnyBeyond, texts, PairReader.TEXTS);
    }

    private String figure(int position) {
        return isComparedAnyway(figures.get(position)) ? figures.get(position) : "amend_m" + position;
    }

    /** What a single row adds to {@code sum(column)} is the column: it need not travel twice. */
    private boolean isComparedAnyway(String figure) {
        return pairing == Pairing.BY_ROW
                && compared.stream()
                        .filter(Column::isRaw)
                        .anyMatch(column -> figure.equals(column.name()) || figure.equals(column.quoted()));
    }

    /** What stands for the values that are not compared as they are, each with a comma before it. */
    String signatures() {
        return listed(hashed().map(i -> columns.signature(i) + " as " + columns.comparable(i)));
    }

    /** That no column differs, where {@link #changedBits} are in reach. */
    String noBits() {
        return IntStream.range(0, changedBits().size())
                .mapToObj(word -> "amend_bits" + word + " = 0")
                .collect(Collectors.joining(" and "));
    }

    /** A bit for each compared column that differs between {@code old} and {@code new}. */
    List<String> changedBits() {
        List<String> words = new ArrayList<>();
        List<String> differs = IntStream.range(0, compared.size())
                .mapToObj(i -> "not " + equal(i))
                .toList();
        for (int start = 0; start == 0 || start < differs.size(); start += Column.BITS) {
            List<String> word = differs.subList(start, Math.min(differs.size(), start + Column.BITS));
            words.add("%s as amend_bits%d".formatted(word.isEmpty() ? "0L" : Column.bits(word), words.size()));
        }
        return words;
    }

    private String equal(int position) {
        Column column = compared.get(position);
        String name = columns.comparable(position);
        Equality equality = new Equality(column, "old." + name, "new." + name);
        return specification.validation().tolerance().containsKey(column.name())
                ? equality.within(position)
                : equality.exactly();
    }

    private String few(String side) {
        String hash = columns.keyHash(UnaryOperator.identity());
        String ofCell = cellTellsKeysApart() ? "xxhash64(%s, amend_b)".formatted(hash) : hash;
        return pairing.few(side, groupedBy(), "if(%s, null, %s)".formatted(nullKey(), ofCell));
    }

    /** That a row has no complete key. */
    String nullKey() {
        return columns.isKeyed()
                ? columns.key().stream().map(key -> key.quoted() + " is null").collect(Collectors.joining(" or "))
                : "false";
    }

    private static String ofEither(String column) {
        return "coalesce(old.%1$s, new.%1$s)".formatted(column);
    }

    /** The key without the partition, where the partition is a part of it: how a moved row is recognised. */
    private String restHash() {
        List<Column> rest = columns.keyWithoutPartition();
        if (rest.isEmpty() || rest.size() == columns.key().size()) {
            return "cast(null as bigint)";
        }
        return columns.hashOf(rest, Comparison::ofEither);
    }

    /** A rule explains a row that is on one side only if it speaks of the other side: otherwise it would explain every new row. */
    String rule(IntFunction<String> found, String none) {
        List<ExplanationRule> rules = specification.validation().explainedBy();
        if (rules.isEmpty()) {
            return none;
        }
        return IntStream.range(0, rules.size())
                .mapToObj(
                        i -> "when %s then %s".formatted(applicable(rules.get(i).condition()), found.apply(i)))
                .collect(Collectors.joining(" ", "case ", " else %s end".formatted(none)));
    }

    private static String applicable(String condition) {
        String whole = "(" + condition + ")";
        String withOld = mentions(condition, "old\\s*\\.") ? whole : "old.amend_x is not null and " + whole;
        return mentions(condition, "new\\s*\\.") ? withOld : "new.amend_x is not null and " + withOld;
    }

    /** Between backticks a backtick of the name is doubled. */
    private static String nameInSql(Column column) {
        return Pattern.quote(column.name().replace("`", "``"));
    }

    private static boolean mentions(String text, String pattern) {
        return Pattern.compile("(?<!\\w)`?" + pattern, Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    private String keyStruct() {
        return columns.isKeyed()
                ? columns.key().stream()
                        .map(column -> shown(column, ofEither(column.quoted())))
                        .collect(Collectors.joining(", ", "struct(", ")"))
                : "named_struct('none', 0)";
    }

    /** What is compared, as it is compared; see {@link PairReader} for what becomes of sensitive values. */
    private String comparedOf(String side) {
        if (compared.isEmpty()) {
            return "named_struct('none', 0)";
        }
        return IntStream.range(0, compared.size())
                .mapToObj(i -> "'c%d', %s.%s".formatted(i, side, columns.comparable(i)))
                .collect(Collectors.joining(", ", "named_struct(", ")"));
    }

    private String shown(Column column, String reference) {
        return specification.target().isSensitive(column.name()) ? Mask.over(reference) : reference;
    }

    /** Of batches that are compared together each is on its own, where the key alone would not tell. */
    String cellColumn() {
        return cellTellsKeysApart() ? ", %s as amend_b".formatted(cell()) : "";
    }

    /** With {@code =}: {@code <=>} would break storage-partitioned joins. Rows without a key stay unmatched on both sides. */
    String sameKey() {
        return groupedBy().stream().map("old.%1$s = new.%1$s"::formatted).collect(Collectors.joining(" and "));
    }

    private static String listed(Stream<String> items) {
        return items.map(",\n        "::concat).collect(Collectors.joining());
    }
}

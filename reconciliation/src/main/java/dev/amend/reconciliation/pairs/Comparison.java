package dev.amend.reconciliation.pairs;

import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.input.KeyFilter;
import dev.amend.reconciliation.input.KeyValues;
import dev.amend.reconciliation.input.Relations;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.sql.JobScale;
import dev.amend.reconciliation.sql.LongDecimal;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.reconciliation.sql.SqlTemplate;
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

/** The single statement that compares a batch: it joins both sides, one row per key, and returns all differences. */
public final class Comparison {
    private static final SqlTemplate COMPARE = SqlTemplate.load("compare");

    private final Specification specification;
    private final TargetColumns columns;
    private final List<Column> compared;
    private final List<String> figures;
    private final KeyFilter only;
    private final Pairing pairing;
    private final SortedMap<Integer, LongDecimal> longDecimals;

    /** @param figures additive aggregates over the target's rows */
    public Comparison(Specification specification, TargetColumns columns, List<String> figures) {
        this(specification, columns, figures, KeyValues.ANY, Pairing.BY_GROUP, new TreeMap<>());
    }

    /**
     * @param figures aggregates, or a row's contributions to them if rows are paired one by one
     * @param only the keys that are compared
     * @param longDecimals the figures that are decimals of more than 18 digits, by position
     */
    public Comparison(
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

    /** @param scale tells whether one task does all the work */
    public String statement(Relations relations, JobScale scale) {
        Map<String, String> holes = new HashMap<>();
        holes.put("old_rows", relations.oldRows());
        holes.put("new_rows", relations.newRows());
        holes.put("partition_key", columns.partitionColumn().quoted());
        holes.put("ordinal", columns.ordinal());
        holes.put("hint", scale.hint());
        holes.put("only", only.andCondition());
        holes.putAll(sideHoles());
        holes.putAll(pairHoles());
        return COMPARE.render(holes);
    }

    public Map<String, Object> parameters(PartitionRange range) {
        Map<String, Object> parameters = new HashMap<>(columns.bounds(range));
        parameters.putAll(only.parameters());
        parameters.putAll(tolerances());
        return parameters;
    }

    /** The parameters of {@link #changedBits}. */
    public Map<String, Object> tolerances() {
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
                longDecimals.isEmpty()
                        ? ""
                        : listed(Stream.of("old." + PairColumns.TEXTS, "new." + PairColumns.TEXTS)));
        holes.put("key_hash", columns.keyHash(Comparison::ofEither));
        holes.put("join_hint", pairing.joinHint());
        holes.put("old_rows_of_key", pairing.rows("old"));
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

    /**
     * True if the key alone does not keep apart batches that are compared together: the partition is not a part of it.
     */
    private boolean cellTellsKeysApart() {
        return columns.isKeyed() && !columns.isKey(columns.partitionColumn().name());
    }

    private String cell() {
        BatchGrid grid = specification.grid();
        return "amend_p - pmod(amend_p - %dL, %dL)".formatted(grid.origin(), grid.size());
    }

    /** The columns that rows of one key have in common. */
    public List<String> groupedBy() {
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

    /** Uses only fixed-width buffers, so that Spark aggregates by hash; a key that occurs once has one value. */
    private Stream<String> values() {
        return IntStream.range(0, compared.size()).mapToObj(i -> pairing.value("max", columns.comparable(i)));
    }

    /** Values that a rule mentions and the comparison does not contain. */
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

    /** The texts of a row with a figure of too many digits: one column for all figures, since such rows are rare. */
    private String longFigures() {
        String texts = longDecimals.entrySet().stream()
                .map(figure -> "'%s', %s"
                        .formatted(
                                PairColumns.textOf(figure.getKey()),
                                figure.getValue().beyond(figures.get(figure.getKey()))))
                .collect(Collectors.joining(", "));
        String isAnyBeyond = longDecimals.entrySet().stream()
                .map(figure -> figure.getValue().isBeyond(figures.get(figure.getKey())))
                .collect(Collectors.joining(" or "));
        return "if(%s, named_struct(%s), null) as %s".formatted(isAnyBeyond, texts, PairColumns.TEXTS);
    }

    private String figure(int position) {
        return isComparedAnyway(figures.get(position)) ? figures.get(position) : "amend_m" + position;
    }

    /** True if a row's contribution is a compared column, as for {@code sum(column)}: it is not transferred twice. */
    private boolean isComparedAnyway(String figure) {
        return pairing == Pairing.BY_ROW
                && compared.stream()
                        .filter(Column::isRaw)
                        .anyMatch(column -> figure.equals(column.name()) || figure.equals(column.quoted()));
    }

    /** The signatures of values that are not compared directly, each with a comma before it. */
    public String signatures() {
        return listed(hashed().map(i -> columns.signature(i) + " as " + columns.comparable(i)));
    }

    /** The condition that no column differs, if {@link #changedBits} are in scope. */
    public String noBits() {
        return IntStream.range(0, changedBits().size())
                .mapToObj(word -> "amend_bits" + word + " = 0")
                .collect(Collectors.joining(" and "));
    }

    /** A bit for each compared column that differs between {@code old} and {@code new}. */
    public List<String> changedBits() {
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

    /** The condition that a row has no complete key. */
    public String nullKey() {
        return columns.isKeyed()
                ? columns.key().stream().map(key -> key.quoted() + " is null").collect(Collectors.joining(" or "))
                : "false";
    }

    private static String ofEither(String column) {
        return "coalesce(old.%1$s, new.%1$s)".formatted(column);
    }

    /** The hash of the key without the partition, if the partition is a part of it; it identifies a moved row. */
    private String restHash() {
        List<Column> rest = columns.keyWithoutPartition();
        if (rest.isEmpty() || rest.size() == columns.key().size()) {
            return "cast(null as bigint)";
        }
        return columns.hashOf(rest, Comparison::ofEither);
    }

    /** A rule explains a one-sided row only if it mentions the other side; otherwise it would explain every new row. */
    public String rule(IntFunction<String> found, String none) {
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

    /** A backtick in the name is doubled between backticks. */
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

    /** The compared values in the form in which they are compared; {@link PairSource} handles sensitive values. */
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

    /** The cell of a row, if batches that are compared together need it to keep equal keys apart. */
    public String cellColumn() {
        return cellTellsKeysApart() ? ", %s as amend_b".formatted(cell()) : "";
    }

    /** Uses {@code =}: {@code <=>} would break storage-partitioned joins. Rows without a key stay unmatched. */
    public String sameKey() {
        return groupedBy().stream().map("old.%1$s = new.%1$s"::formatted).collect(Collectors.joining(" and "));
    }

    private static String listed(Stream<String> items) {
        return items.map(",\n        "::concat).collect(Collectors.joining());
    }
}

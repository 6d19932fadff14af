package dev.amend.reconciliation;

import dev.amend.reconciliation.PairLayout.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import scala.Function1;

/**
 * Reads the rows of {@code compare.sql} as Spark keeps them. Rows of Java's objects would be made of every pair, and nearly
 * all pairs are the same on both sides: only of one that differs are the values turned into objects that are asked for.
 * Sensitive values are masked here, in the executor: no object of Amend's holds one.
 */
final class PairReader {
    /** Where the old values stand in the detail of a pair. */
    static final int OLD = 3;
    /** Where the new values stand in the detail of a pair. */
    static final int NEW = 4;

    private static final int FIRST_FIGURE = 8;
    private static final Set<DataType> FLOATING = Set.of(DataTypes.FloatType, DataTypes.DoubleType);
    private static final int KEY = 2;
    /** The texts of the figures of a row that has one of too many digits. */
    static final String TEXTS = "amend_t";

    private static final long SEED = 42;

    private final PairLayout layout;
    private final StructField[] fields;
    private final StructType detail;
    private final List<Cells> cells;
    private final int[] floating;
    private final int[][] scales;
    private final int[] texts;

    /** One of the structures in the detail of a pair. */
    private record Cells(List<DataType> types, List<Function1<Object, Object>> asObject) {

        static Cells of(DataType structure) {
            List<DataType> types = Stream.of(((StructType) structure).fields())
                    .map(StructField::dataType)
                    .toList();
            return new Cells(
                    types,
                    types.stream()
                            .map(CatalystTypeConverters::createToScalaConverter)
                            .toList());
        }

        Optional<Object> value(InternalRow structure, int column) {
            return structure.isNullAt(column)
                    ? Optional.empty()
                    : Optional.of(asObject.get(column).apply(structure.get(column, types.get(column))));
        }
    }

    /** @param pairs the type of the comparison's rows */
    PairReader(PairLayout layout, StructType pairs) {
        this.layout = layout;
        this.fields = pairs.fields();
        this.detail = (StructType) fields[detailPosition()].dataType();
        this.cells = Stream.of(detail.fields())
                .skip(KEY)
                .map(field -> Cells.of(field.dataType()))
                .toList();
        this.floating = floatingFigures(pairs, layout).stream().mapToInt(i -> i).toArray();
        this.scales = new int[][] {scales(0), scales(1)};
        this.texts = texts();
    }

    /** Where figures stand among the texts of a side, or -1; the texts of both sides are behind all else. */
    private int[] texts() {
        int[] positions = new int[layout.figures()];
        Arrays.fill(positions, -1);
        if (fields.length > keyPosition() + 1) {
            List<String> names = List.of(((StructType) fields[keyPosition() + 1].dataType()).fieldNames());
            Arrays.setAll(positions, figure -> names.indexOf(textOf(figure)));
        }
        return positions;
    }

    /** What a figure is called among the texts. */
    static String textOf(int figure) {
        return "m" + figure;
    }

    /** The figures that are decimals of more than 18 digits on either side, by position. */
    static SortedMap<Integer, LongDecimal> longDecimals(StructType pairs, PairLayout layout) {
        SortedMap<Integer, LongDecimal> found = new TreeMap<>();
        for (int i = 0; i < layout.figures(); i++) {
            if (pairs.fields()[FIRST_FIGURE + 2 * i].dataType() instanceof DecimalType before
                    && pairs.fields()[FIRST_FIGURE + 2 * i + 1].dataType() instanceof DecimalType after
                    && before.scale() == after.scale()) {
                int figure = i;
                LongDecimal.of(before.precision() > after.precision() ? before : after)
                        .ifPresent(type -> found.put(figure, type));
            }
        }
        return found;
    }

    private int[] scales(int side) {
        return IntStream.range(0, layout.figures())
                .map(figure -> fields[FIRST_FIGURE + 2 * figure + side].dataType() instanceof DecimalType decimal
                        ? decimal.scale()
                        : 0)
                .toArray();
    }

    PairLayout layout() {
        return layout;
    }

    /** The type that a figure of single rows, or of groups, is computed in. */
    static DataType typeOfFigure(StructType pairs, int figure) {
        return pairs.fields()[FIRST_FIGURE + 2 * figure].dataType();
    }

    /** Positions of the figures that are computed in floating point. */
    static Set<Integer> floatingFigures(StructType pairs, PairLayout layout) {
        return IntStream.range(0, layout.figures())
                .filter(figure -> FLOATING.contains(typeOfFigure(pairs, figure)))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The figures of one side, zero for null.
     *
     * @param side 0 for the old one, 1 for the new one
     */
    RowFigures figures(InternalRow row, int side) {
        RowFigures figures = new RowFigures(scales[side]);
        for (int i = 0; i < layout.figures(); i++) {
            int position = FIRST_FIGURE + 2 * i + side;
            if (!row.isNullAt(position)) {
                read(row, position, figures, i);
            } else {
                figures.set(i, ofText(row, side, texts[i]));
            }
        }
        return figures;
    }

    private BigDecimal ofText(InternalRow row, int side, int text) {
        int position = keyPosition() + 1 + side;
        if (text < 0 || row.isNullAt(position)) {
            return BigDecimal.ZERO;
        }
        InternalRow values = row.getStruct(position, ((StructType) fields[position].dataType()).size());
        return values.isNullAt(text)
                ? BigDecimal.ZERO
                : new BigDecimal(values.getUTF8String(text).toString());
    }

    private void read(InternalRow row, int position, RowFigures figures, int figure) {
        DataType type = fields[position].dataType();
        if (type instanceof DecimalType decimal) {
            read(row, position, decimal, figures, figure);
        } else if (type instanceof IntegralType) {
            figures.set(figure, ((Number) row.get(position, type)).longValue());
        } else {
            figures.set(figure, Numbers.orZero(row.get(position, type)));
        }
    }

    /** Spark keeps a decimal of more than 18 digits as the bytes of its unscaled number. */
    private static void read(InternalRow row, int position, DecimalType type, RowFigures figures, int figure) {
        if (type.precision() > Decimal.MAX_LONG_DIGITS() && row instanceof UnsafeRow) {
            figures.set(figure, row.getBinary(position));
            return;
        }
        Decimal value = row.getDecimal(position, type.precision(), type.scale());
        if (type.precision() > Decimal.MAX_LONG_DIGITS()) {
            figures.set(figure, value.toJavaBigDecimal());
        } else {
            figures.set(figure, value.toUnscaledLong());
        }
    }

    /**
     * Positions of the figures of one side that are NaN or infinite, and count as zero.
     *
     * @param side 0 for the old one, 1 for the new one
     */
    List<Integer> endless(InternalRow row, int side) {
        List<Integer> endless = List.of();
        for (int figure : floating) {
            int position = FIRST_FIGURE + 2 * figure + side;
            if (!row.isNullAt(position) && !Double.isFinite(floating(row, position))) {
                endless = endless.isEmpty() ? new ArrayList<>() : endless;
                endless.add(figure);
            }
        }
        return endless;
    }

    private double floating(InternalRow row, int position) {
        return fields[position].dataType().equals(DataTypes.FloatType)
                ? row.getFloat(position)
                : row.getDouble(position);
    }

    /** What differs, for a pair that is not the same. */
    Optional<InternalRow> detail(InternalRow row) {
        int position = detailPosition();
        return row.isNullAt(position) ? Optional.empty() : Optional.of(row.getStruct(position, detail.length()));
    }

    /** The values of the key, empty for null; sensitive ones were masked before. */
    List<Optional<Object>> key(InternalRow detail) {
        InternalRow key = structure(detail, KEY);
        List<Optional<Object>> values = new ArrayList<>(key.numFields());
        for (int i = 0; i < key.numFields(); i++) {
            values.add(cells.get(0).value(key, i));
        }
        return values;
    }

    /**
     * A compared column's value, empty for null.
     *
     * @param side {@link #OLD} or {@link #NEW}
     */
    Optional<Object> value(InternalRow detail, int side, int column) {
        InternalRow values = structure(detail, side);
        if (layout.columns().get(column) == Kind.HIDDEN) {
            return values.isNullAt(column) ? Optional.empty() : Optional.of(Mask.TEXT);
        }
        return cells.get(side - KEY).value(values, column);
    }

    /**
     * A hash of all compared values of one side: the same for the same values, whatever their type was promoted from.
     *
     * @param side {@link #OLD} or {@link #NEW}
     */
    long content(InternalRow detail, int side) {
        InternalRow values = structure(detail, side);
        List<DataType> types = cells.get(side - KEY).types();
        long hash = SEED;
        for (int i = 0; i < layout.columns().size(); i++) {
            hash = values.isNullAt(i) ? XXH64.hashInt(i, ~hash) : hash(values.get(i, types.get(i)), hash);
        }
        return hash;
    }

    private static long hash(Object value, long seed) {
        if (value instanceof Decimal decimal) {
            byte[] unscaled = decimal.toJavaBigDecimal().unscaledValue().toByteArray();
            return XXH64.hashUnsafeBytes(unscaled, Platform.BYTE_ARRAY_OFFSET, unscaled.length, seed);
        }
        if (value instanceof Double || value instanceof Float) {
            return XXH64.hashLong(Double.doubleToLongBits(((Number) value).doubleValue() + 0.0), seed);
        }
        return value instanceof Number whole
                ? XXH64.hashLong(whole.longValue(), seed)
                : XXH64.hashLong(Boolean.TRUE.equals(value) ? 1 : 0, seed);
    }

    private InternalRow structure(InternalRow detail, int position) {
        return detail.getStruct(position, cells.get(position - KEY).types().size());
    }

    /** Where a word of the bits stands that tell which columns differ. */
    int wordPosition(int word) {
        return FIRST_FIGURE + 2 * layout.figures() + word;
    }

    /** Where the hash of the key stands. */
    int keyPosition() {
        return detailPosition() + 1;
    }

    private int detailPosition() {
        return wordPosition(layout.words());
    }
}

package dev.amend.reconciliation.finding;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.IntegerType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.StructType;
import org.junit.jupiter.api.Test;

final class SchemaChangeTest {
    private static final NestedField KEY = NestedField.required(1, "k", IntegerType.get());
    private static final NestedField NET = NestedField.optional(2, "net", LongType.get());
    private static final Schema BEFORE = new Schema(KEY, NET);

    @Test
    void theOrderOfColumnsMeansNothing() {
        assertThat(SchemaChange.between(BEFORE, new Schema(NET, KEY)))
                .isEqualTo(SchemaChange.between(BEFORE, BEFORE))
                .satisfies(change -> assertThat(change.breaks()).isEmpty());
    }

    @Test
    void aColumnThatWasRenamedIsSaidToBe() {
        Schema after = new Schema(KEY, NestedField.optional(2, "net_revenue", LongType.get()));

        SchemaChange change = SchemaChange.between(BEFORE, after);

        assertThat(change.breaks()).containsExactly("net is called net_revenue now");
        assertThat(change.additions()).isEmpty();
        assertThat(SchemaChange.isCommon("net", BEFORE, after)).isFalse();
    }

    @Test
    void aColumnThatWasDroppedAndAddedAgainIsAnother() {
        Schema after = new Schema(KEY, NestedField.optional(3, "net", LongType.get()));

        assertThat(SchemaChange.between(BEFORE, after).breaks())
                .containsExactly("net is another column of that name now");
        assertThat(SchemaChange.isCommon("net", BEFORE, after)).isFalse();
    }

    @Test
    void saysWhatIsGoneNewPromotedAndOptional() {
        Schema after = new Schema(
                NestedField.optional(1, "k", LongType.get()), NestedField.optional(4, "note", StringType.get()));

        SchemaChange change = SchemaChange.between(BEFORE, after);

        assertThat(change.breaks()).containsExactly("k may be null now", "net is gone");
        assertThat(change.promotions()).containsExactly("k was int and is long");
        assertThat(change.additions()).containsExactly("note is new");
        Schema narrower = new Schema(KEY, NestedField.optional(2, "net", IntegerType.get()));
        assertThat(SchemaChange.between(BEFORE, narrower).breaks()).containsExactly("net was long and is int");
    }

    @Test
    void looksIntoStructures() {
        Schema before = new Schema(
                NestedField.optional(1, "addr", StructType.of(NestedField.optional(2, "city", StringType.get()))));
        Schema after = new Schema(
                NestedField.optional(1, "addr", StructType.of(NestedField.optional(2, "town", StringType.get()))));

        assertThat(SchemaChange.between(before, after).breaks())
                .singleElement()
                .asString()
                .startsWith("addr was struct");
    }
}

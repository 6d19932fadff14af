package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ColumnSpellingTest {

    @Test
    void takesTheNameOfTheTableWhateverTheCase() {
        assertThat(ColumnSpelling.spelled("ORDER_id", List.of("day", "Order_Id")))
                .isEqualTo("Order_Id");
    }

    @Test
    void prefersTheNameThatIsWrittenAlike() {
        assertThat(ColumnSpelling.spelled("id", List.of("ID", "id"))).isEqualTo("id");
    }

    @Test
    void leavesAnAmbiguousNameAndAMissingOneAsTheyAre() {
        assertThat(ColumnSpelling.spelled("Id", List.of("ID", "id"))).isEqualTo("Id");
        assertThat(ColumnSpelling.spelled("gone", List.of("ID"))).isEqualTo("gone");
    }
}

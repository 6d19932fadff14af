package dev.amend.reconciliation.report;

import dev.amend.reconciliation.FigureText;
import dev.amend.specs.DeltaRange;
import dev.amend.specs.Measure;
import java.math.BigDecimal;
import java.util.Optional;

/** What a change is told in. */
enum SeriesUnit {
    ABSOLUTE("in absolute figures") {
        @Override
        String text(double delta) {
            return Plain.axis(BigDecimal.valueOf(delta));
        }
    },
    PERCENT("in percent") {
        @Override
        String text(double delta) {
            return FigureText.percent(Optional.of(BigDecimal.valueOf(delta)));
        }
    };

    private final String words;

    SeriesUnit(String words) {
        this.words = words;
    }

    /** That of the expectation. */
    static SeriesUnit of(Measure measure) {
        return measure.expected()
                .filter(expected -> expected.unit() == DeltaRange.Unit.ABSOLUTE)
                .map(expected -> ABSOLUTE)
                .orElse(PERCENT);
    }

    abstract String text(double delta);

    String words() {
        return words;
    }
}

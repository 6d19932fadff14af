package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.FigureText;
import dev.amend.specs.DeltaRange;
import dev.amend.specs.Measure;
import java.math.BigDecimal;
import java.util.Optional;

/** The unit in which a change is shown. */
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

    /** The unit of the measure's expectation. */
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

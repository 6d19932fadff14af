package dev.amend.reconciliation.input;

import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A few keys by their 64-bit hashes. A key with the same hash as another is compared as well.
 *
 * @param hash the SQL expression of a row's hash
 */
public record KeyHashes(String hash, Collection<Long> hashes) implements KeyFilter {

    public static KeyHashes of(TargetColumns columns, Collection<Long> hashes) {
        return new KeyHashes(columns.keyHash(UnaryOperator.identity()), hashes);
    }

    @Override
    public String andCondition() {
        return hashes.stream()
                .map(one -> one + "L")
                .collect(Collectors.joining(", ", " and %s in (".formatted(hash), ")"));
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of();
    }
}

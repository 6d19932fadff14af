package dev.amend.reconciliation;

import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A few keys by their 64-bit hashes. A key that happens to have the hash of another is compared as well.
 *
 * @param hash the SQL expression of a row's hash
 */
record KeyHashes(String hash, Collection<Long> hashes) implements KeyFilter {

    static KeyHashes of(TargetColumns columns, Collection<Long> hashes) {
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

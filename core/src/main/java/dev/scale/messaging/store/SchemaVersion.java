package dev.scale.messaging.store;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * A module's tables as the database has them and as this program knows them.
 *
 * @param found version in the database; {@code 0} where there are no tables
 * @param known newest version that this program can make
 */
public record SchemaVersion(String module, String found, String known) {

    /** Whether this program needs tables that are not there yet. */
    public boolean tooOld() {
        return compare(found, known) < 0;
    }

    /** Whether a newer program has been here: its migrations leave this one working. */
    public boolean newer() {
        return compare(found, known) > 0;
    }

    private static int compare(String one, String other) {
        List<BigInteger> left = numbers(one);
        List<BigInteger> right = numbers(other);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = at(left, i).compareTo(at(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static BigInteger at(List<BigInteger> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
    }

    private static List<BigInteger> numbers(String version) {
        return Arrays.stream(version.split("[._]")).map(BigInteger::new).toList();
    }
}

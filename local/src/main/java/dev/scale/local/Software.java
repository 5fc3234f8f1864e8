package dev.scale.local;

/**
 * What holds the data of a folder.
 *
 * @param name as people know it, such as {@code PostgreSQL}
 * @param version dotted numbers, the first of which changes when data is no longer compatible
 */
record Software(String name, String version) {

    /** Whether this version reads what the other wrote: same first number, and not older. */
    boolean reads(String written) {
        String[] mine = version.split("\\.");
        String[] theirs = written.split("\\.");
        if (number(mine, 0) != number(theirs, 0)) {
            return false;
        }
        for (int i = 1; i < Math.max(mine.length, theirs.length); i++) {
            if (number(mine, i) != number(theirs, i)) {
                return number(mine, i) > number(theirs, i);
            }
        }
        return true;
    }

    private static int number(String[] parts, int index) {
        String digits = index < parts.length ? parts[index].replaceAll("\\D.*", "") : "";
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}

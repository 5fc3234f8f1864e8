package dev.scale.messaging.store;

import java.util.Set;

/**
 * What becomes of commits where another server takes over.
 *
 * @param standbys that receive from this server just now
 * @param synchronousNames the setting {@code synchronous_standby_names}
 * @param synchronousCommit the setting {@code synchronous_commit}
 */
public record Replication(int standbys, String synchronousNames, String synchronousCommit) {

    /** Those with which a commit waits for no standby. */
    private static final Set<String> ALONE = Set.of("off", "local");

    /** Whether a standby that takes over may lack what was committed, and acknowledged to the broker, last. */
    public boolean mayLoseCommits() {
        return standbys > 0 && (synchronousNames.isBlank() || ALONE.contains(synchronousCommit));
    }
}

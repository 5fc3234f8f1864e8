package dev.scale.app.demo;

import java.util.List;

/**
 * What became of the confirmed commands; each is counted once.
 *
 * @param sent all that were confirmed
 * @param applied their effect is in the database
 * @param deadLettered given up, and kept with the reason
 * @param lost message ids of those with neither effect nor dead letter
 */
record Account(int sent, int applied, int deadLettered, List<String> lost) {}

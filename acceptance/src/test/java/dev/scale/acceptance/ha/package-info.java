/** High availability with real parts: a pooler, a standby that takes over, a broker of three nodes. Long: {@code ./verify --long}. */
package dev.scale.acceptance.ha;

/** What lies under {@code deploy/}: the distribution and the packages run, the files for platforms parsed, rendered and checked. */
package dev.scale.acceptance.deploy;

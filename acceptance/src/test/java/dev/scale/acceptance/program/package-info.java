/** The program as its users run it: {@code ./scale}, its output and its exit codes. */
package dev.scale.acceptance.program;

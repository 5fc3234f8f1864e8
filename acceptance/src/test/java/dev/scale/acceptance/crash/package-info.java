/** Handler processes that die, by their commands or by others, and are started again. */
package dev.scale.acceptance.crash;

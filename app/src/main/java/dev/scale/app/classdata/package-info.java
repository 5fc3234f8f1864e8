/** The class-data archive from which short commands start quickly; the launcher has it made beside the first of them. */
@NullMarked
package dev.scale.app.classdata;

import org.jspecify.annotations.NullMarked;

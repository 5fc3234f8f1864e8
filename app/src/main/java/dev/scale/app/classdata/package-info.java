/** The class-data archives from which short commands and {@code scale up} start quickly; made beside the first of them. */
@NullMarked
package dev.scale.app.classdata;

import org.jspecify.annotations.NullMarked;

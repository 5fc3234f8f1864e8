/** Dashboard, health and metrics. */
@NullMarked
package dev.scale.app.http;

import org.jspecify.annotations.NullMarked;

/** One representative partition, built twice and compared, before history is touched. */
@NullMarked
package dev.amend.engine.prove;

import org.jspecify.annotations.NullMarked;

/** Planning: tables, batches, pins and estimates, from metadata alone. */
@NullMarked
package dev.amend.engine.plan;

import org.jspecify.annotations.NullMarked;

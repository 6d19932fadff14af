/** Access to the tables: Spark sessions, Iceberg tables through Spark's catalogs, pinned views. */
@NullMarked
package dev.amend.engine.lakehouse;

import org.jspecify.annotations.NullMarked;

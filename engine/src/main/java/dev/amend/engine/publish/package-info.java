/** What happens on publish, verify, rollback, rebase and retire: who may, what is committed, and what is put on record. */
@NullMarked
package dev.amend.engine.publish;

import org.jspecify.annotations.NullMarked;

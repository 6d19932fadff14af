@NullMarked
package dev.amend.reconciliation;

import org.jspecify.annotations.NullMarked;

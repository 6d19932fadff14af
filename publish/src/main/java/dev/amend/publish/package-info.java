@NullMarked
package dev.amend.publish;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.amend.engine;

import org.jspecify.annotations.NullMarked;

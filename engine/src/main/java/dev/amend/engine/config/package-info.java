/** Where things are: {@code amend.yaml}, environment and flags. */
@NullMarked
package dev.amend.engine.config;

import org.jspecify.annotations.NullMarked;

/** The configuration: {@code amend.yaml}, the environment and the flags. */
@NullMarked
package dev.amend.engine.config;

import org.jspecify.annotations.NullMarked;

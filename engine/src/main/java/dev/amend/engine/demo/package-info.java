/** The demo's business: a small warehouse with the tax bug in it, and the live pipeline that keeps writing to it. */
@NullMarked
package dev.amend.engine.demo;

import org.jspecify.annotations.NullMarked;

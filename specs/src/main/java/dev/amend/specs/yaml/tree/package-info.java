/** A YAML file as a tree in which every value knows its place, and the problems collected from it. */
@NullMarked
package dev.amend.specs.yaml.tree;

import org.jspecify.annotations.NullMarked;

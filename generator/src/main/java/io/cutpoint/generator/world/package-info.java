/// The company that the story is about: its hosts and people, what runs and who is logged on, and what happens.
@NullMarked
package io.cutpoint.generator.world;

import org.jspecify.annotations.NullMarked;

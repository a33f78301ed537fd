package io.cutpoint.generator;

import java.nio.file.Path;

/// What evidence to make.
///
/// @param folder where to: made when missing, and empty
/// @param seed all names, times and variants follow from it
/// @param events how many records, about
/// @param withAttack whether an intrusion is part of the story
public record Request(Path folder, long seed, long events, boolean withAttack) {}

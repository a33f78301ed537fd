package io.cutpoint.ingest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file to read, or standard input.
///
/// @param name the name that outputs use
/// @param path the file, or null for standard input
/// @param bytes its size on disk, 0 where it has none
public record Input(String name, @Nullable Path path, long bytes) {}

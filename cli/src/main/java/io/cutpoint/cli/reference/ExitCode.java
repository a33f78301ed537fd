package io.cutpoint.cli.reference;

/// A code that the process ends with.
///
/// @param code the number
/// @param meaning in words
public record ExitCode(int code, String meaning) {}

package io.cutpoint.cli.reference;

/// An environment variable that the product heeds, beside those of the settings.
///
/// @param name of the variable
/// @param meaning what it does
public record Variable(String name, String meaning) {}

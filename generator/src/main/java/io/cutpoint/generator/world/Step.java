package io.cutpoint.generator.world;

import io.cutpoint.model.Stage;

/// A step of an attack, as the truth tells it.
///
/// @param number from 1, in the order of the plan
/// @param parent the step that caused it, 0 for the first
/// @param stage what it means
/// @param title a few words
/// @param technique its number in ATT&CK
public record Step(int number, int parent, Stage stage, String title, String technique) {}

package io.cutpoint.respond;

import io.cutpoint.model.Stage;

/// What would break the next intrusion that comes the same way.
///
/// @param stage where
/// @param course the course of action: detect, deny, disrupt, degrade, deceive or destroy
/// @param text a sentence without its end; what it quotes of logs is escaped
/// @param effect what it would have done to this intrusion
public record Advice(Stage stage, String course, String text, CutPoint.Effect effect) {}

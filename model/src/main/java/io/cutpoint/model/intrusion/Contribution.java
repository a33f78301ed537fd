package io.cutpoint.model.intrusion;

/// A part of an intrusion's score. The points of all parts add up to the score.
///
/// @param factor a short word
/// @param points may be negative
/// @param reason a sentence for people
public record Contribution(String factor, double points, String reason) {}

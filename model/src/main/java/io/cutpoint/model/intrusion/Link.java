package io.cutpoint.model.intrusion;

import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.event.EventId;

/// Why two detections belong together.
///
/// @param from the earlier detection
/// @param to the later one
/// @param strength how strongly, 0 to 1
/// @param entity what they share, the strongest of it
/// @param reason a sentence for people
public record Link(EventId from, EventId to, double strength, Entity entity, String reason) {}

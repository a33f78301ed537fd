package io.cutpoint.model.intrusion;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventId;

/// A detection inside an intrusion, with the stage that it means there.
///
/// @param id the detection
/// @param stage its stage in this intrusion, perhaps another than the detection's own
/// @param part the part of the last stage
/// @param reason why this stage, a sentence for people
public record Member(EventId id, Stage stage, Part part, String reason) {}

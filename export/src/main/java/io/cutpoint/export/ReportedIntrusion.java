package io.cutpoint.export;

import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Link;
import io.cutpoint.provenance.TreeLine;
import java.util.List;

/// An intrusion with what is told of it beside its own record.
///
/// @param intrusion the intrusion
/// @param shortId its short form, unique in this result
/// @param processes the tree of its processes, in the order in which it is printed
/// @param refused the strongest links that were too weak, strongest first
public record ReportedIntrusion(Intrusion intrusion, String shortId, List<TreeLine> processes, List<Link> refused) {
  public ReportedIntrusion {
    processes = List.copyOf(processes);
    refused = List.copyOf(refused);
  }
}

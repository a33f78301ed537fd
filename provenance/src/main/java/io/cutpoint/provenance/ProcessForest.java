package io.cutpoint.provenance;

import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;

/// Which process started which, on every host. Nodes are small numbers of this run, never written to a file.
///
/// A node may stand for a process that no start event told of (it was named as a parent or an actor only).
public interface ProcessForest {

  /// No such process.
  int NONE = -1;

  /// The process that acts in this event (the parent in a start), or [#NONE] where the event names none that can be
  /// told apart.
  int acting(Fact fact);

  /// The process acted upon in this event (the new process of a start, the target of an access), or [#NONE].
  int target(Fact fact);

  /// The process that a detection on this event is about: the new one of a start, else the one that acts, else the
  /// one acted upon; or [#NONE].
  default int subject(Fact fact) {
    int target = target(fact);
    if (fact.activity() == Activity.PROCESS_START && target != NONE) {
      return target;
    }
    int acting = acting(fact);
    return acting != NONE ? acting : target;
  }

  /// Who started it, or [#NONE] where that is not known. Where a source tells the true creator apart from a parent
  /// that can be forged, the creator.
  int parent(int node);

  /// Whether it is one through which everything comes and goes (session managers, service hosts, desktop shells,
  /// browsers, agents): two processes below it are not related because of it.
  boolean isStop(int node);

  /// The highest ancestor that is reached without passing a stop node; the node itself where its parent is one.
  int root(int node);

  /// Whether two processes share an ancestor or one is the other's, without passing a stop node, which is no meeting
  /// point itself.
  default boolean related(int a, int b) {
    return a != NONE && b != NONE && root(a) == root(b) && !isStop(root(a));
  }

  /// Whether the ancestry of this process is known up to a stop node or a start: then trees that do not meet are
  /// known not to meet.
  boolean isAncestryKnown(int node);

  /// The entity key of the process, as detections mention it.
  String key(int node);

  /// The path of its program, or no text.
  Untrusted image(int node);
}

package io.cutpoint.chain;

import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;
import io.cutpoint.provenance.ProcessForest;
import java.util.List;

/// Where the process of an event stands among all processes.
///
/// @param kind what is known
/// @param key the process at the top of its tree, or the process itself; empty for none
/// @param node the acting process, or [ProcessForest#NONE]
public record Tree(Kind kind, String key, int node) {

  /// How it is written.
  public static final Codec<Tree> CODEC = Codecs.of((tree, to) -> to.text(tree.kind.name()).text(tree.key).varint(tree.node - (long) ProcessForest.NONE),
      from -> new Tree(Kind.valueOf(from.text()), from.text(), Math.toIntExact(from.varint() + ProcessForest.NONE)));

  /// What is known of a process.
  public enum Kind {
    /// The event names no process.
    NONE,
    /// It names one, but what started it is not known up to a stop node.
    PARTIAL,
    /// Its whole tree is known.
    WHOLE,
    /// It is one through which everything comes and goes: its tree meets no other.
    STOP
  }

  private static final Tree NO_PROCESS = new Tree(Kind.NONE, "", ProcessForest.NONE);

  /// The process that does what this event tells: of a start, the new one.
  static Tree of(Fact fact, List<Mention> mentions, ProcessForest forest) {
    int node = node(fact, forest);
    if (node != ProcessForest.NONE) {
      int root = forest.root(node);
      if (forest.isStop(node) || forest.isStop(root)) {
        return new Tree(Kind.STOP, forest.key(node), node);
      }
      return new Tree(forest.isAncestryKnown(node) ? Kind.WHOLE : Kind.PARTIAL, forest.key(root), node);
    }
    for (Mention mention : mentions) {
      boolean acts = mention.role() == Role.ACTOR
          || (mention.role() == Role.TARGET && fact.activity() == Activity.PROCESS_START);
      if (acts && mention.entity() instanceof Entity.Process process) {
        return new Tree(Kind.PARTIAL, process.key(), ProcessForest.NONE);
      }
    }
    return NO_PROCESS;
  }

  /// The process that does what this event tells, of a start the new one; or [ProcessForest#NONE].
  static int node(Fact fact, ProcessForest forest) {
    int started = fact.activity() == Activity.PROCESS_START ? forest.target(fact) : ProcessForest.NONE;
    return started == ProcessForest.NONE ? forest.acting(fact) : started;
  }

  /// Whether there is a process at all.
  boolean isProcess() {
    return kind != Kind.NONE;
  }

  /// Whether there is a tree that others can belong to.
  boolean isOwn() {
    return kind == Kind.WHOLE || kind == Kind.PARTIAL;
  }

  /// Whether the process can be told apart from those of other trees for certain.
  boolean isKnown() {
    return kind == Kind.WHOLE || kind == Kind.STOP;
  }
}

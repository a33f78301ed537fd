package io.cutpoint.match;

import io.cutpoint.sigma.Predicate;
import java.util.ArrayList;
import java.util.List;

/// Why a rule is true for an event or is not: the rule's condition as a tree, each node with its answer.
///
/// The tree has the shape of the rule's [io.cutpoint.sigma.Expression] and all of its nodes, also those that did not
/// decide. Names of selections and fields and the words of [Test#wanted()] come from the rule, values from the event:
/// print neither without [io.cutpoint.model.text.SafeText].
/// Size: one node for each node of the condition; a public rule may have thousands of tests.
public sealed interface Explanation {

  /// Whether this part of the condition is true.
  boolean held();

  /// True where all parts are.
  record AllOf(boolean held, List<Explanation> parts) implements Explanation {
    public AllOf {
      parts = List.copyOf(parts);
    }
  }

  /// True where one of the parts is.
  record AnyOf(boolean held, List<Explanation> parts) implements Explanation {
    public AnyOf {
      parts = List.copyOf(parts);
    }
  }

  /// True where the part is not.
  record Not(boolean held, Explanation part) implements Explanation {}

  /// A block under `detection:`, by its name.
  record Selection(String name, boolean held, Explanation body) implements Explanation {}

  /// A test that looks at values: a leaf of the tree.
  sealed interface Test extends Explanation {

    /// What is asked of a value.
    Predicate predicate();

    /// Where it was found, by entry and place; empty where the test failed or is true of something that is not there.
    List<Passage> passages();

    /// What is asked in words, such as `ends with \cmd.exe`.
    default String wanted() {
      return PredicateWords.of(predicate());
    }
  }

  /// One of the field's values passes.
  record FieldTest(String field, Predicate predicate, boolean held, List<Passage> passages) implements Test {
    public FieldTest {
      passages = List.copyOf(passages);
    }
  }

  /// One of the record's own values passes, whatever its name.
  record KeywordTest(Predicate predicate, boolean held, List<Passage> passages) implements Test {
    public KeywordTest {
      passages = List.copyOf(passages);
    }
  }

  /// A part of the value of one entry of the event.
  ///
  /// @param entry the entry's number in the event
  /// @param from the first byte, from the start of the value
  /// @param to behind the last byte; characters are never cut
  record Passage(int entry, int from, int to) {}

  /// The tests that make this node true: all that held below it, but for those in parts that did not and those below
  /// a [Not]. Empty where the node is false.
  default List<Test> reasons() {
    List<Test> reasons = new ArrayList<>();
    collect(this, reasons);
    return reasons;
  }

  private static void collect(Explanation node, List<Test> to) {
    if (!node.held()) {
      return;
    }
    switch (node) {
      case AllOf all -> all.parts().forEach(part -> collect(part, to));
      case AnyOf any -> any.parts().forEach(part -> collect(part, to));
      case Not _ -> {}
      case Selection selection -> collect(selection.body(), to);
      case Test test -> to.add(test);
    }
  }
}

package io.cutpoint.sigma;

import io.cutpoint.model.event.LogSource;
import io.cutpoint.sigma.Expression.AllOf;
import io.cutpoint.sigma.Expression.AnyOf;
import io.cutpoint.sigma.Expression.Not;
import io.cutpoint.sigma.Expression.Selection;
import java.util.List;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// A Sigma filter: a condition that rules of other files get in addition.
///
/// `(rule) and (filter)`; so what is to be left out is written `not selection`. It applies to the plain rules that it
/// names, or to any, as long as each part of its log source is the rule's; never to correlations.
/// Source: sigma-specification 2.1.0, filters; `any` and the polarity as in pySigma 1.5.
///
/// @param any whether it applies to all rules of its log source
/// @param names the ids or names of rules, where it does not
record Filter(RuleFile file, String title, LogSource logSource, boolean any, List<ScalarNode> names, Expression condition) {

  /// Whether the filter's log source holds the rule's.
  boolean covers(LogSource rule) {
    return (logSource.product() == null || logSource.product().equals(rule.product()))
        && (logSource.category() == null || logSource.category().equals(rule.category()))
        && (logSource.service() == null || logSource.service().equals(rule.service()));
  }

  /// The condition with the names of its blocks told apart from the rule's and other filters': equal names in one rule
  /// mean the same block.
  Expression condition(int number) {
    return renamed(condition, "filter " + number + " " + title + ": ");
  }

  private static Expression renamed(Expression expression, String before) {
    return switch (expression) {
      case AllOf all -> new AllOf(all.parts().stream().map(part -> renamed(part, before)).toList());
      case AnyOf any -> new AnyOf(any.parts().stream().map(part -> renamed(part, before)).toList());
      case Not not -> new Not(renamed(not.part(), before));
      case Selection selection -> new Selection(before + selection.name(), selection.body());
      case Expression.FieldTest test -> test;
      case Expression.KeywordTest test -> test;
    };
  }
}

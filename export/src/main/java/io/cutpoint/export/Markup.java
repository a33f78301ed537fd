package io.cutpoint.export;

import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// Writes HTML whose only tags and attribute names are words of ours; every other text is escaped on its way.
///
/// Elements are closed in the order in which they were opened, whatever was written between.
final class Markup {

  /// Elements without content.
  private static final Set<String> EMPTY = Set.of("meta", "br", "rect", "circle", "path", "line", "col");

  private static final Set<String> ON_OWN_LINE = Set.of(
      "html", "head", "body", "main", "header", "footer", "section", "article", "div", "table", "thead", "tbody", "tr", "ul", "ol", "li", "details", "h1", "h2", "h3", "h4",
      "p", "dl", "meta", "title", "style", "svg", "nav");

  private final Appendable out;
  private final Deque<String> open = new ArrayDeque<>();

  Markup(Appendable out) {
    this.out = out;
  }

  /// Writes a text that is a constant of ours and markup already.
  Markup constant(String markup) throws IOException {
    out.append(markup);
    return this;
  }

  /// Begins an element.
  ///
  /// @param attributes names, each followed by its value
  Markup open(String tag, String... attributes) throws IOException {
    if (ON_OWN_LINE.contains(tag)) {
      out.append('\n');
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(SafeText.to(SafeText.Target.HTML_ATTRIBUTE, attributes[i + 1])).append('"');
    }
    if (EMPTY.contains(tag)) {
      out.append("/>");
    } else {
      out.append('>');
      open.push(tag);
    }
    return this;
  }

  /// Ends the element that was begun last.
  Markup close() throws IOException {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /// Ends so many elements.
  Markup close(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      close();
    }
    return this;
  }

  /// How many elements are open.
  int depth() {
    return open.size();
  }

  /// An element that holds nothing but a text.
  Markup element(String tag, String cssClass, String text) throws IOException {
    (cssClass.isEmpty() ? open(tag) : open(tag, "class", cssClass)).text(text);
    return close();
  }

  /// An element that holds nothing but a text of a log, cut at the usual bound.
  Markup element(String tag, String cssClass, Untrusted text) throws IOException {
    (cssClass.isEmpty() ? open(tag) : open(tag, "class", cssClass)).text(text, Report.MAX_TEXT_BYTES);
    return close();
  }

  /// A text, cut at the usual bound.
  Markup text(String text) throws IOException {
    return text(Untrusted.of(text), Report.MAX_TEXT_BYTES);
  }

  /// A text, cut with a mark where it has more bytes than so many.
  Markup text(Untrusted text, int maxBytes) throws IOException {
    out.append(SafeText.to(SafeText.Target.HTML_TEXT, text, maxBytes));
    return this;
  }
}

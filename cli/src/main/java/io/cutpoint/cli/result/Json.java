package io.cutpoint.cli.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A small JSON tree. Texts in it are untrusted; [#toString()] writes it with all of them escaped.
public sealed interface Json {

  /// A text.
  record Text(Untrusted value) implements Json {
    @Override
    public String toString() {
      return write(this);
    }
  }

  /// A number, `true`, `false` or `null`, as it was written.
  record Literal(String written) implements Json {
    @Override
    public String toString() {
      return write(this);
    }
  }

  /// A list.
  record Items(List<Json> values) implements Json {
    @Override
    public String toString() {
      return write(this);
    }
  }

  /// Names and values in their order.
  record Members(Map<String, Json> values) implements Json {
    @Override
    public String toString() {
      return write(this);
    }
  }

  /// What is not there.
  Json NOTHING = new Literal("null");

  /// Reads one value.
  ///
  /// @throws IOException where the text is no JSON
  static Json parse(String text) throws IOException {
    try (JsonParser parser = Factory.JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return NOTHING;
      }
      return read(parser);
    }
  }

  private static Json read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Json> members = new LinkedHashMap<>();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        members.put(name, read(parser));
      }
      return new Members(members);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Json> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(read(parser));
      }
      return new Items(items);
    }
    return token == JsonToken.VALUE_STRING ? new Text(Untrusted.of(parser.getText())) : new Literal(parser.getText());
  }

  /// The value of a member; nothing where there is none.
  default Json get(String name) {
    return this instanceof Members members ? members.values().getOrDefault(name, NOTHING) : NOTHING;
  }

  /// The values of a list; none where this is no list.
  default List<Json> items() {
    return this instanceof Items items ? items.values() : List.of();
  }

  /// The text, or a literal as it was written; no text for `null` and for what is made of parts.
  default Untrusted text() {
    return switch (this) {
      case Text text -> text.value();
      case Literal literal -> literal.written().equals("null") ? Untrusted.NONE : Untrusted.of(literal.written());
      case Items _, Members _ -> Untrusted.NONE;
    };
  }

  /// The number, or zero where this is none.
  default double number() {
    try {
      return this instanceof Literal literal ? Double.parseDouble(literal.written()) : 0;
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }

  /// The whole number, or zero where this is none.
  default long whole() {
    try {
      return this instanceof Literal literal ? Long.parseLong(literal.written()) : 0;
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }

  /// Whether this is `true`.
  default boolean isTrue() {
    return this instanceof Literal literal && literal.written().equals("true");
  }

  private static String write(Json json) {
    StringBuilder out = new StringBuilder();
    write(out, json);
    return out.toString();
  }

  private static void write(StringBuilder out, Json json) {
    switch (json) {
      case Text text -> quote(out, text.value());
      case Literal literal -> out.append(literal.written());
      case Items items -> {
        String before = "[";
        for (Json item : items.values()) {
          out.append(before);
          write(out, item);
          before = ",";
        }
        out.append(items.values().isEmpty() ? "[]" : "]");
      }
      case Members members -> {
        String before = "{";
        for (Map.Entry<String, Json> member : members.values().entrySet()) {
          out.append(before);
          quote(out, Untrusted.of(member.getKey()));
          out.append(':');
          write(out, member.getValue());
          before = ",";
        }
        out.append(members.values().isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void quote(StringBuilder out, Untrusted text) {
    out.append('"').append(SafeText.to(SafeText.Target.JSON, text)).append('"');
  }

  /// Made when the first text is read, so that verbs without JSON start without it.
  final class Factory {
    private static final JsonFactory JSON = new JsonFactory();

    private Factory() {}
  }
}

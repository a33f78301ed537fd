package io.cutpoint.provenance;

import java.util.LinkedHashMap;
import java.util.Map;

/// Reads one flat JSON object of a line; numbers and words become text.
final class Json {

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Map<String, String> flat(String line) {
    return new Json(line).object();
  }

  private Map<String, String> object() {
    Map<String, String> out = new LinkedHashMap<>();
    at = text.indexOf('{') + 1;
    while (true) {
      blank();
      if (at >= text.length() || text.charAt(at) == '}') {
        return out;
      }
      String key = string();
      blank();
      at++;
      blank();
      out.put(key, value());
      blank();
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
      }
    }
  }

  private void blank() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  private String value() {
    char c = text.charAt(at);
    if (c == '"') {
      return string();
    }
    int start = at;
    int depth = 0;
    while (at < text.length()) {
      c = text.charAt(at);
      if (c == '"') {
        string();
        continue;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (depth > 0 && (c == '}' || c == ']')) {
        depth--;
      } else if (depth == 0 && (c == ',' || c == '}')) {
        break;
      }
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        char escaped = text.charAt(at++);
        switch (escaped) {
          case 'n' -> out.append('\n');
          case 'r' -> out.append('\r');
          case 't' -> out.append('\t');
          case 'b' -> out.append('\b');
          case 'f' -> out.append('\f');
          case 'u' -> {
            out.append((char) Integer.parseInt(text, at, at + 4, 16));
            at += 4;
          }
          default -> out.append(escaped);
        }
      } else {
        out.append(c);
      }
    }
    at++;
    return out.toString();
  }
}

package io.cutpoint.model.text;

/// The only way to print text that came from a log, a rule or a file name.
///
/// In every target, control characters (C0, C1, DEL), bidirectional controls, zero-width characters, line and
/// paragraph separators, lone surrogates and invalid bytes are written as visible escapes, so that nothing moves a
/// cursor, reorders a line or forges one. On top of that each target escapes what it would itself understand.
/// Cost: one pass over the text.
/// Abuse: a text of nothing but escapes grows sixfold; `maxBytes` bounds what is read of it, so the output too.
public final class SafeText {

  /// Where the text goes.
  public enum Target {
    /// A terminal or a plain message.
    TERMINAL,
    /// The inside of a JSON string, without its quotes.
    JSON,
    /// One CSV field, quoted where needed; a text that a spreadsheet would run as a formula gets a leading `'`.
    CSV,
    /// Inline Markdown.
    MARKDOWN,
    /// Text between HTML tags.
    HTML_TEXT,
    /// The inside of a double-quoted HTML attribute.
    HTML_ATTRIBUTE,
    /// One line of a log file.
    LOG,
    /// One component of a file name: letters, digits, dot, dash and underscore.
    FILE_NAME
  }

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private SafeText() {}

  /// The text made harmless for its target.
  ///
  /// @param maxBytes at most so many bytes are printed; where the text had more, `…` and its length follow
  public static String to(Target target, Untrusted text, int maxBytes) {
    Untrusted some = text.length() > maxBytes ? Untrusted.of(text.bytes(), 0, text.length(), maxBytes) : text;
    int full = text.fullLength();
    StringBuilder out = new StringBuilder(some.length() + 16);
    append(out, target, some.bytes());
    if (full > some.length() && target != Target.FILE_NAME) {
      out.append("…(").append(full).append(" bytes)");
    }
    if (target == Target.CSV) {
      return csv(out);
    }
    return out.toString();
  }

  /// The whole text made harmless for its target.
  public static String to(Target target, Untrusted text) {
    return to(target, text, Integer.MAX_VALUE);
  }

  /// The whole of a string of ours or of a rule's, made harmless for its target.
  public static String to(Target target, String text) {
    return to(target, Untrusted.of(text), Integer.MAX_VALUE);
  }

  private static void append(StringBuilder out, Target target, byte[] b) {
    int i = 0;
    while (i < b.length) {
      int lead = b[i] & 0xFF;
      if (lead < 0x80) {
        ascii(out, target, lead);
        i++;
        continue;
      }
      int size = size(lead);
      int cp = decode(b, i, size, b.length);
      if (cp < 0) {
        escapeByte(out, target, lead);
        i++;
      } else {
        wide(out, target, cp);
        i += size;
      }
    }
  }

  /// How many bytes the character has that begins with this one, if it begins one.
  static int size(int lead) {
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  }

  /// The code point of `size` bytes at `i` (also a lone surrogate), or -1 where those before `end` are not well formed.
  static int decode(byte[] b, int i, int size, int end) {
    if (i + size > end || (b[i] & 0xFF) < 0xC2 || (b[i] & 0xFF) > 0xF4) {
      return -1;
    }
    int cp = b[i] & (0xFF >> (size + 1));
    for (int k = 1; k < size; k++) {
      if ((b[i + k] & 0xC0) != 0x80) {
        return -1;
      }
      cp = (cp << 6) | (b[i + k] & 0x3F);
    }
    boolean shortest = size == 2 ? cp >= 0x80 : size == 3 ? cp >= 0x800 : cp >= 0x10000;
    return shortest && cp <= Character.MAX_CODE_POINT ? cp : -1;
  }

  private static void ascii(StringBuilder out, Target target, int c) {
    if (c < 0x20 || c == 0x7F) {
      control(out, target, c);
      return;
    }
    switch (target) {
      case JSON -> {
        if (c == '"' || c == '\\') {
          out.append('\\');
        }
        out.append((char) c);
      }
      case HTML_TEXT, HTML_ATTRIBUTE -> {
        switch (c) {
          case '&' -> out.append("&amp;");
          case '<' -> out.append("&lt;");
          case '>' -> out.append("&gt;");
          case '"' -> out.append("&quot;");
          case '\'' -> out.append("&#39;");
          case '`' -> out.append("&#96;");
          default -> out.append((char) c);
        }
      }
      case MARKDOWN -> {
        if ("\\`*_{}[]()<>#+-.!|~:&@/".indexOf(c) >= 0) {
          out.append(c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : "\\" + (char) c);
        } else {
          out.append((char) c);
        }
      }
      case FILE_NAME -> out.append(Character.isLetterOrDigit(c) || c == '-' || c == '_' || (c == '.' && !out.isEmpty()) ? (char) c : '_');
      case TERMINAL, LOG, CSV -> out.append((char) c);
    }
  }

  private static void control(StringBuilder out, Target target, int c) {
    if (target == Target.FILE_NAME) {
      out.append('_');
    } else if (target == Target.JSON) {
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    } else {
      String escape = target == Target.MARKDOWN ? "\\\\" : "\\";
      switch (c) {
        case '\n' -> out.append(escape).append('n');
        case '\r' -> out.append(escape).append('r');
        case '\t' -> out.append(escape).append('t');
        default -> out.append(escape).append('x').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
  }

  private static void wide(StringBuilder out, Target target, int cp) {
    if (target == Target.FILE_NAME) {
      out.append('_');
    } else if (isHarmful(cp)) {
      String escape = target == Target.MARKDOWN ? "\\\\u" : "\\u";
      if (cp > 0xFFFF) {
        unicode(out, escape, Character.highSurrogate(cp));
        unicode(out, escape, Character.lowSurrogate(cp));
      } else {
        unicode(out, escape, (char) cp);
      }
    } else {
      out.appendCodePoint(cp);
    }
  }

  private static void unicode(StringBuilder out, String escape, char c) {
    out.append(escape).append(HEX[c >> 12]).append(HEX[(c >> 8) & 15]).append(HEX[(c >> 4) & 15]).append(HEX[c & 15]);
  }

  /// JSON has no escape for a byte that is no text: it becomes U+FFFD there.
  private static void escapeByte(StringBuilder out, Target target, int b) {
    switch (target) {
      case JSON -> out.append('\uFFFD');
      case FILE_NAME -> out.append('_');
      case MARKDOWN -> out.append("\\\\x").append(HEX[b >> 4]).append(HEX[b & 15]);
      case TERMINAL, LOG, CSV, HTML_TEXT, HTML_ATTRIBUTE -> out.append("\\x").append(HEX[b >> 4]).append(HEX[b & 15]);
    }
  }

  /// Whether the character, which is not ASCII, is written as an escape.
  static boolean isHarmful(int cp) {
    return cp < 0xA0
        || Character.getType(cp) == Character.FORMAT
        || Character.getType(cp) == Character.SURROGATE
        || cp == 0x2028
        || cp == 0x2029
        || (cp & 0xFFFE) == 0xFFFE;
  }

  private static String csv(StringBuilder out) {
    if (!out.isEmpty() && "=+-@".indexOf(out.charAt(0)) >= 0) {
      out.insert(0, '\'');
    }
    if (out.indexOf("\"") < 0 && out.indexOf(",") < 0 && out.indexOf(";") < 0 && out.indexOf("'") != 0) {
      return out.toString();
    }
    return "\"" + out.toString().replace("\"", "\"\"") + "\"";
  }
}

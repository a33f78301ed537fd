package io.cutpoint.chain;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;

/// What the path of a program tells.
public final class Programs {

  private Programs() {}

  /// The program that a rule's match is about, generalised: no user's name, no numbers. What fires every hour for the
  /// same of these is common here.
  static String imageClass(Fact fact) {
    String path = Entities.pathKey(fact.attributes().or(Attribute.IMAGE));
    StringBuilder out = new StringBuilder(path.length());
    int users = path.indexOf("\\users\\");
    int name = users < 0 ? -1 : users + 7;
    int nameEnd = users < 0 ? -1 : path.indexOf('\\', name);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (nameEnd > 0 && i == name) {
        out.append('*');
        i = nameEnd - 1;
      } else if (c >= '0' && c <= '9') {
        if (out.isEmpty() || out.charAt(out.length() - 1) != '#') {
          out.append('#');
        }
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// The path of the file whose hash the event tells.
  static String hashedPath(Fact fact) {
    Attribute attribute = switch (fact.activity()) {
      case IMAGE_LOAD, DRIVER_LOAD -> Attribute.LOADED_IMAGE;
      case FILE_WRITE, FILE_STREAM, FILE_DELETE -> Attribute.TARGET_FILE;
      default -> Attribute.IMAGE;
    };
    return Entities.pathKey(fact.attributes().or(attribute));
  }

  /// Whether the path is one where the system and installed software live, so that its content says nothing of who
  /// uses it.
  ///
  /// @param path as [io.cutpoint.model.entity.Entities#pathKey] makes it
  public static boolean isInstalled(String path) {
    int windows = path.indexOf("\\windows\\");
    boolean root = path.indexOf('\\') == path.indexOf("\\windows\\") || path.startsWith("\\device\\");
    if (windows >= 0 && root) {
      String below = path.substring(windows + 9);
      return !below.startsWith("temp\\") && !below.startsWith("tasks\\");
    }
    return path.contains(":\\program files\\") || path.contains(":\\program files (x86)\\");
  }

  /// The last part of a path, for sentences.
  static Untrusted name(Untrusted path) {
    int at = path.length();
    while (at > 0 && path.byteAt(at - 1) != '\\' && path.byteAt(at - 1) != '/') {
      at--;
    }
    byte[] bytes = path.toBytes();
    return at == bytes.length ? path : Untrusted.of(bytes, at, bytes.length - at);
  }

  /// Whether an event names a process at all.
  static boolean namesProcess(Fact fact) {
    return fact.activity() != Activity.LOGON
        && (fact.attributes().has(Attribute.PROCESS_GUID) || fact.attributes().has(Attribute.IMAGE));
  }
}

package io.cutpoint.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The report's one block of style, and the hash by which the page allows it and nothing else.
final class Stylesheet {

  private static final String TEXT = read();

  private Stylesheet() {}

  /// The style, without any tag.
  static String text() {
    return TEXT;
  }

  /// `sha256-` and the hash of [#text()], as a content security policy writes it (CSP level 3, section 2.3.1).
  static String hash() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("wanted SHA-256, which every Java has", missing);
    }
  }

  private static String read() {
    try (InputStream in = Stylesheet.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("wanted the resource report.css beside " + Stylesheet.class.getName() + ", found none");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource report.css", e);
    }
  }
}

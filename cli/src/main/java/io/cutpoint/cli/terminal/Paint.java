package io.cutpoint.cli.terminal;

/// What a piece of text means, which decides its colour.
public enum Paint {
  PLAIN(""),
  STRONG("1"),
  FAINT("2"),
  GRAVE("1;31"),
  WARM("33"),
  HINT("36"),
  INFERRED("35"),
  GOOD("32");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}

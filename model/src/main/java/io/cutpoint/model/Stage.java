package io.cutpoint.model;

import java.util.List;
import java.util.Optional;

/// How far an attack has come, one of the seven stages of the Cyber Kill Chain (Lockheed Martin, 2011).
///
/// The order of the constants is the order of the chain; [#ordinal()] is never written to a file, [#id()] is.
public enum Stage {
  RECONNAISSANCE("reconnaissance", "Reconnaissance", 'R'),
  WEAPONIZATION("weaponization", "Weaponization", 'W'),
  DELIVERY("delivery", "Delivery", 'D'),
  EXPLOITATION("exploitation", "Exploitation", 'E'),
  INSTALLATION("installation", "Installation", 'I'),
  COMMAND_AND_CONTROL("command-and-control", "Command and Control", 'C'),
  ACTIONS_ON_OBJECTIVES("actions-on-objectives", "Actions on Objectives", 'A');

  /// The stages in the order of the chain.
  public static final List<Stage> CHAIN = List.of(values());

  private final String id;
  private final String title;
  private final char letter;

  Stage(String id, String title, char letter) {
    this.id = id;
    this.title = title;
    this.letter = letter;
  }

  /// The name in files: lower case, words joined by dashes.
  public String id() {
    return id;
  }

  /// The name for people.
  public String title() {
    return title;
  }

  /// The column head of a chain bar.
  public char letter() {
    return letter;
  }

  /// The place in the chain, 1 to 7.
  public int number() {
    return ordinal() + 1;
  }

  /// The stage whose [#id()] this is, or none.
  public static Optional<Stage> of(String id) {
    return CHAIN.stream().filter(stage -> stage.id.equals(id)).findFirst();
  }
}

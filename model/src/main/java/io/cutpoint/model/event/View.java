package io.cutpoint.model.event;

/// Which names of an event a rule sees.
///
/// Normalisation adds the generic names of a category beside the names that the source used. Where both use one name
/// for different things (`ProcessId` of Security 4688 is the creator, of `process_creation` the new process), each
/// sees its own.
public enum View {
  /// The source's own names: rules without a category.
  ORIGINAL(1),
  /// The category's names, and the source's where the category does not say otherwise: rules with a category.
  GENERIC(2);

  private final int bit;

  View(int bit) {
    this.bit = bit;
  }

  /// The bit of this view in a visibility mask.
  public int bit() {
    return bit;
  }
}

package io.cutpoint.model.event;

import org.jspecify.annotations.Nullable;

/// A name that a source wrote, and what a dictionary has of the names by which rules know it ([WindowsNames#of]).
///
/// @param text as the source wrote it, nested names joined by dots
/// @param field the id of the first of these names, or [EventView#NO_FIELD]
/// @param second the other one, where the dictionary has both
public record KnownName(String text, int field, @Nullable Second second) {

  /// The second name by which rules know a value.
  ///
  /// @param field its id
  public record Second(String text, int field) {}

  /// What the dictionary has of a name.
  public static KnownName of(String text, FieldDictionary dictionary) {
    int field = EventView.NO_FIELD;
    for (String known : WindowsNames.of(text)) {
      int id = dictionary.id(known);
      if (field == EventView.NO_FIELD) {
        field = id;
      } else if (id != EventView.NO_FIELD) {
        return new KnownName(text, field, new Second(known, id));
      }
    }
    return new KnownName(text, field, null);
  }
}

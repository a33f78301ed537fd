package io.cutpoint.model.event;

import org.jspecify.annotations.Nullable;

/// One record of telemetry as a flat list of named values.
///
/// The entries `0` to `originals() - 1` are the record's own leaves in its own order; behind them come those of them
/// again that rules know by a second name ([#isAlias]), and then those that normalisation made. Several values of one
/// field are several entries, neighbours where the source wrote them so.
/// Values are UTF-8 text, lone surrogates in three bytes (WTF-8), invalid bytes as they came. A view over a reader's
/// buffers is valid only inside the callback that hands it out; [#copy()] is not.
public interface EventView {

  /// No time that could be read, or one outside 1601 to 2185.
  long NO_TIME = -1L;

  /// A field that the dictionary does not know.
  int NO_FIELD = -1;

  /// Where the record was read.
  SourceId source();

  /// Where it stands in its source.
  Position position();

  /// The record's own number where its format has one (the number in an EVTX record's header), else -1.
  long recordNumber();

  /// When the record was written, as it says: nanoseconds since 1601-01-01 UTC, unsigned; or [#NO_TIME].
  long timeNanos();

  /// What kinds of rules apply.
  LogSourceSet logSources();

  /// What kind of record it is, where the reader knows it and still has its buffers; else null.
  default @Nullable EventType type() {
    return null;
  }

  /// How many entries there are.
  int count();

  /// How many of them are the record's own.
  int originals();

  /// The id of entry `i`'s name in the program's [FieldDictionary], or [#NO_FIELD].
  int field(int i);

  /// Whether rules of this view see entry `i`.
  boolean visible(int i, View view);

  /// Whether entry `i` is one of the record's own once more, under another name by which rules know it, so that both
  /// names find it. What shows values, or looks for them by the names of [WindowsNames], passes it over.
  default boolean isAlias(int i) {
    return i >= originals() && visible(i, View.ORIGINAL);
  }

  /// What the source said the value is.
  ValueKind kind(int i);

  /// The array that holds the value's text.
  byte[] bytes(int i);

  /// Where the text begins in [#bytes(int)].
  int offset(int i);

  /// How many bytes the text has.
  int length(int i);

  /// How entry `i` stands in [#writtenBytes].
  default Writing writing(int i) {
    return Writing.TEXT;
  }

  /// The form of entry `i` in [#writtenBytes], 0 for text: of entries in [Writing#TEXT], [Writing#UTF16] and
  /// [Writing#SYMBOLS], those with equal forms and equal bytes are equal texts.
  default int form(int i) {
    return 0;
  }

  /// The array that holds entry `i` as [#writing] says; of [Writing#SYMBOLS] and [Writing#OTHER] in the record's own form.
  /// To search for what can be found there, without having the text written as [#bytes(int)] does.
  default byte[] writtenBytes(int i) {
    return bytes(i);
  }

  /// Where [#writtenBytes] begins.
  default int writtenOffset(int i) {
    return offset(i);
  }

  /// How many bytes [#writtenBytes] has.
  default int writtenLength(int i) {
    return length(i);
  }

  /// The name of entry `i` as the source wrote it.
  String name(int i);

  /// The array that holds the whole record.
  byte[] raw();

  /// Where the record begins in [#raw()].
  int rawOffset();

  /// How many bytes the record has.
  int rawLength();

  /// An immutable copy that owns its bytes.
  Event copy();

  /// The first entry of this field that the view sees, or -1.
  default int find(int field, View view) {
    return find(field, view, 0);
  }

  /// The first entry of this field at or after `from` that the view sees, or -1.
  default int find(int field, View view, int from) {
    for (int i = from; i < count(); i++) {
      if (field(i) == field && visible(i, view)) {
        return i;
      }
    }
    return -1;
  }

  /// The text of entry `i`; malformed bytes become U+FFFD. For messages and slow paths, not for output.
  default String text(int i) {
    return new String(bytes(i), offset(i), length(i), java.nio.charset.StandardCharsets.UTF_8);
  }
}

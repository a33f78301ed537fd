package io.cutpoint.model.step;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a step keeps for one key: cells and sorted maps, each declared once with a tag and codecs.
///
/// A handle is valid while the call that it was asked for lasts. The number of entries of a map is the step's own to
/// bound.
public interface State {

  /// A cell that holds one value or none.
  ///
  /// @param tag the number in state files, from 1, never reused within a step
  record CellSpec<V>(int tag, Codec<V> codec) {}

  /// A map that is ordered by the unsigned encoded key.
  ///
  /// @param tag the number in state files, from 1, never reused within a step
  record SortedSpec<A, B>(int tag, Codec<A> keys, Codec<B> values) {}

  /// The cell of this kind.
  <V> Cell<V> cell(CellSpec<V> spec);

  /// The map of this kind.
  <A, B> Sorted<A, B> sorted(SortedSpec<A, B> spec);

  /// One value or none.
  interface Cell<V> {

    /// The value, or null.
    @Nullable V get();

    /// Replaces the value.
    void set(V value);

    /// Forgets the value.
    void clear();
  }

  /// Entries by key.
  interface Sorted<A, B> {

    /// The value of this key, or null.
    @Nullable B get(A key);

    /// Adds or replaces an entry.
    void put(A key, B value);

    /// Forgets an entry, if there is one.
    void remove(A key);

    /// How many entries there are.
    int size();

    /// The first entry, or null.
    Map.@Nullable Entry<A, B> first();

    /// The last entry, or null.
    Map.@Nullable Entry<A, B> last();

    /// All entries in order, as they are now.
    List<Map.Entry<A, B>> all();

    /// Forgets all entries.
    void clear();
  }
}

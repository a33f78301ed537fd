package io.cutpoint.chain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An episode in its place: in an intrusion, or waiting for one.
final class Placed {

  final Episode episode;
  final List<Handle> handles;
  /// Where it belongs, or null for an orphan and for context.
  @Nullable Cell cell;
  /// Its worth when it found its place.
  double value;
  /// The same of one occurrence: what may confirm a stage.
  double once;
  /// How rare it was then, 0 to 1.
  double novelty = 1;
  /// Why it is there; null for what opened the intrusion.
  @Nullable Bond bond;
  /// The last search that met it.
  long round;
  /// Of a reconstructed step, how sure its weakest edge is; else 0.
  double confidence;
  /// Of a reconstructed step, whether some rule matched its event all the same.
  boolean isMatched;

  Placed(Episode episode, List<Handle> handles) {
    this.episode = episode;
    this.handles = handles;
  }

  /// Whether it could open an intrusion by itself.
  boolean maySeed() {
    return confidence == 0 && EvidenceValue.maySeed(episode, value);
  }

  boolean isReconstructed() {
    return confidence > 0;
  }
}

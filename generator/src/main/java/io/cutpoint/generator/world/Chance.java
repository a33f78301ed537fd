package io.cutpoint.generator.world;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Numbers that look like chance and follow from a seed alone: the only source of chance in the generator.
///
/// Each part of the story has a chance of its own ([#of]), so that a change in one leaves the others as they were.
public final class Chance {
  private final SplittableRandom source;

  private Chance(long seed) {
    this.source = new SplittableRandom(seed);
  }

  /// The chance of a part with a name.
  public static Chance of(long seed, String part) {
    return new Chance(mix(seed, part));
  }

  /// A number that follows from a seed and a text: FNV-1a, then the finalizer of SplitMix64.
  public static long mix(long seed, String text) {
    long h = seed ^ 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return h ^ (h >>> 31);
  }

  /// 0 to `n` - 1.
  public int below(int n) {
    return source.nextInt(n);
  }

  /// `least` to `most`, both inclusive.
  public int between(int least, int most) {
    return source.nextInt(least, most + 1);
  }

  /// `least` to `most`, both inclusive.
  public long between(long least, long most) {
    return source.nextLong(least, most + 1);
  }

  /// True in so many of a hundred cases.
  public boolean percent(int p) {
    return source.nextInt(100) < p;
  }

  /// One of them.
  public <T> T pick(List<T> of) {
    return of.get(source.nextInt(of.size()));
  }

  /// One of them.
  @SafeVarargs
  public final <T> T pick(T... of) {
    return of[source.nextInt(of.length)];
  }

  /// All of them in another order.
  public <T> List<T> shuffled(List<T> of) {
    java.util.ArrayList<T> all = new java.util.ArrayList<>(of);
    for (int i = all.size() - 1; i > 0; i--) {
      T kept = all.get(i);
      int k = source.nextInt(i + 1);
      all.set(i, all.get(k));
      all.set(k, kept);
    }
    return List.copyOf(all);
  }

  /// 64 bits.
  public long bits() {
    return source.nextLong();
  }

  /// So many hexadecimal digits, upper case.
  public String hex(int digits) {
    StringBuilder text = new StringBuilder(digits + 16);
    while (text.length() < digits) {
      text.append(String.format(Locale.ROOT, "%016X", source.nextLong()));
    }
    text.setLength(digits);
    return text.toString();
  }

  /// So many characters of an alphabet.
  public String letters(String alphabet, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(source.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}

package io.cutpoint.match;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All atoms that a partition's rules ask of one field in one view, ready to be found in a value.
final class FieldIndex {

  /// From so many literals on, which must be searched for, remembering a value is cheaper than looking again.
  private static final int DEAR = 4;

  /// The atom that any entry is, or -1.
  final int exists;
  /// The atom that any entry that is not null is, or -1.
  final int present;

  private final @Nullable WholeTable whole;
  private final @Nullable AffixTable starts;
  private final @Nullable AffixTable ends;
  private final @Nullable GramScanner inside;
  /// Literals that are not ASCII cannot stand in a value that is.
  private final @Nullable GramScanner insideWide;
  /// Finds what is else looked for when it is asked for: in long texts once is better than often.
  private final @Nullable GramScanner ofNeedles;
  private final boolean text;
  private final boolean dear;
  /// Rules out most values before they are folded, where all literals are long and stand inside.
  private final @Nullable Sieve sieve;
  private final @Nullable Numbers numbers;

  /// @param atoms in no order that matters
  /// @param ids the number of each
  /// @param needles those with smaller numbers are looked for when somebody asks for them
  FieldIndex(List<Atom> atoms, int[] ids, int needles, GramRarity rarity) {
    int existsId = -1;
    int presentId = -1;
    Group wholes = new Group();
    Group prefixes = new Group();
    Group suffixes = new Group();
    Group contained = new Group();
    Group wide = new Group();
    Group asked = new Group();
    List<BigDecimal> values = new ArrayList<>();
    List<Integer> valueIds = new ArrayList<>();
    for (int i = 0; i < atoms.size(); i++) {
      int id = ids[i];
      switch (atoms.get(i)) {
        case Atom.Exists _ -> existsId = id;
        case Atom.Present _ -> presentId = id;
        case Atom.Number number -> {
          values.add(number.number());
          valueIds.add(id);
        }
        case Atom.Text literal -> {
          byte[] bytes = literal.literal().bytes();
          Group group = switch (literal.literal().place()) {
            case WHOLE -> wholes;
            case START -> prefixes;
            case END -> suffixes;
            case INSIDE -> id < needles ? asked : Folding.ascii(bytes) ? contained : wide;
          };
          group.add(bytes, id);
        }
      }
    }
    exists = existsId;
    present = presentId;
    whole = wholes.isEmpty() ? null : new WholeTable(wholes.literals, wholes.ids());
    starts = prefixes.isEmpty() ? null : new AffixTable(false, prefixes.literals, prefixes.ids());
    ends = suffixes.isEmpty() ? null : new AffixTable(true, suffixes.literals, suffixes.ids());
    inside = contained.isEmpty() ? null : new GramScanner(contained.literals, contained.ids(), rarity);
    insideWide = wide.isEmpty() ? null : new GramScanner(wide.literals, wide.ids(), rarity);
    ofNeedles = asked.isEmpty() ? null : new GramScanner(asked.literals, asked.ids(), rarity);
    text = whole != null || starts != null || ends != null || inside != null || insideWide != null;
    dear = contained.literals.size() + suffixes.literals.size() + wide.literals.size() >= DEAR;
    boolean only = whole == null && starts == null && ends == null && values.isEmpty();
    sieve = only && inside != null ? Sieve.of(Stream.concat(contained.literals.stream(), wide.literals.stream()).toList(), rarity) : null;
    numbers = values.isEmpty() ? null : new Numbers(values, valueIds);
  }

  FieldIndex(TableReader in) {
    exists = in.number();
    present = in.number();
    whole = in.flag() ? new WholeTable(in) : null;
    starts = in.flag() ? new AffixTable(in) : null;
    ends = in.flag() ? new AffixTable(in) : null;
    inside = in.flag() ? new GramScanner(in) : null;
    insideWide = in.flag() ? new GramScanner(in) : null;
    ofNeedles = in.flag() ? new GramScanner(in) : null;
    numbers = in.flag() ? new Numbers(in) : null;
    text = in.flag();
    dear = in.flag();
    sieve = in.flag() ? new Sieve(in) : null;
  }

  void write(TableWriter out) {
    out.number(exists);
    out.number(present);
    out.flag(whole != null);
    if (whole != null) {
      whole.write(out);
    }
    out.flag(starts != null);
    if (starts != null) {
      starts.write(out);
    }
    out.flag(ends != null);
    if (ends != null) {
      ends.write(out);
    }
    out.flag(inside != null);
    if (inside != null) {
      inside.write(out);
    }
    out.flag(insideWide != null);
    if (insideWide != null) {
      insideWide.write(out);
    }
    out.flag(ofNeedles != null);
    if (ofNeedles != null) {
      ofNeedles.write(out);
    }
    out.flag(numbers != null);
    if (numbers != null) {
      numbers.write(out);
    }
    out.flag(text);
    out.flag(dear);
    out.flag(sieve != null);
    if (sieve != null) {
      sieve.write(out);
    }
  }

  private static final class Group {
    private final List<byte[]> literals = new ArrayList<>();
    private final List<Integer> atoms = new ArrayList<>();

    void add(byte[] literal, int atom) {
      literals.add(literal);
      atoms.add(atom);
    }

    boolean isEmpty() {
      return literals.isEmpty();
    }

    int[] ids() {
      return atoms.stream().mapToInt(i -> i).toArray();
    }
  }

  /// Whether finding atoms costs more than remembering them.
  boolean dear() {
    return dear;
  }

  /// What tells of most values, as they stand in the record, that none of the atoms is in them; or null.
  @Nullable Sieve sieve() {
    return sieve;
  }

  /// Whether a value in which [#sieve] finds nothing need not be looked at, whatever is asked: nothing but the literals is.
  boolean asksLiteralsOnly() {
    return sieve != null && ofNeedles == null && exists < 0 && present < 0;
  }

  /// Whether the index reads folded text.
  boolean readsText() {
    return text;
  }

  /// Whether the index reads numbers.
  boolean readsNumbers() {
    return numbers != null;
  }

  /// Reports the literals of a folded text, after which [Folding#PADDING] more bytes can be read.
  void lookAtText(byte[] folded, int from, int to, boolean ascii, GramScanner.Hits hits) {
    if (whole != null) {
      whole.look(folded, from, to, hits);
    }
    if (starts != null) {
      starts.look(folded, from, to, hits);
    }
    if (ends != null) {
      ends.look(folded, from, to, hits);
    }
    if (inside != null) {
      inside.scan(folded, from, to, hits);
    }
    if (!ascii && insideWide != null) {
      insideWide.scan(folded, from, to, hits);
    }
  }

  /// Reports the needles that stand in a folded text.
  void lookForNeedles(byte[] folded, int from, int to, GramScanner.Hits hits) {
    if (ofNeedles != null) {
      ofNeedles.scan(folded, from, to, hits);
    }
  }

  /// Reports the number that was read, where it is one of those wanted.
  void lookAtNumber(NumberText found, GramScanner.Hits hits) {
    if (numbers != null) {
      numbers.look(found, hits);
    }
  }

  /// Wanted numbers: small ones by hashing; where the value or the wanted number is not small, one by one.
  private static final class Numbers {
    private final NumberText.Wanted[] wanted;
    private final int[] atoms;
    private final int[] heads;
    private final int[] next;

    Numbers(List<BigDecimal> values, List<Integer> ids) {
      int n = values.size();
      wanted = values.stream().map(NumberText.Wanted::new).toArray(NumberText.Wanted[]::new);
      atoms = ids.stream().mapToInt(i -> i).toArray();
      heads = new int[Integer.highestOneBit(Math.max(4, n * 2 - 1)) << 1];
      next = new int[n];
      for (int i = 0; i < n; i++) {
        if (wanted[i].small()) {
          int slot = slot(wanted[i].value());
          next[i] = heads[slot];
          heads[slot] = i + 1;
        }
      }
    }

    Numbers(TableReader in) {
      wanted = new NumberText.Wanted[in.count()];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = new NumberText.Wanted(in);
      }
      atoms = in.numbers();
      heads = in.numbers();
      next = in.numbers();
    }

    void write(TableWriter out) {
      out.number(wanted.length);
      for (NumberText.Wanted one : wanted) {
        one.write(out);
      }
      out.numbers(atoms);
      out.numbers(heads);
      out.numbers(next);
    }

    private int slot(long value) {
      return (int) ((value * 0x9E3779B97F4A7C15L) >>> 40) & (heads.length - 1);
    }

    void look(NumberText found, GramScanner.Hits hits) {
      if (found.small()) {
        for (int e = heads[slot(found.value())]; e != 0; e = next[e - 1]) {
          if (wanted[e - 1].value() == found.value()) {
            hits.hit(atoms[e - 1]);
          }
        }
        return;
      }
      for (int i = 0; i < wanted.length; i++) {
        if (found.compare(wanted[i]) == 0) {
          hits.hit(atoms[i]);
        }
      }
    }
  }
}

package io.cutpoint.engine;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableReader.MalformedTables;
import io.cutpoint.match.TableWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes and reads whole records of the vocabulary, whatever their components: for what a run needs so seldom that it
/// is not worth tables of its own. Slow beside those: it goes by reflection.
///
/// Takes records and enums of `io.cutpoint.model` and `io.cutpoint.sigma`, texts, numbers, yes and no, and lists,
/// sorted sets and maps of these. The names of the classes are kept once for all that is written: what one instance
/// has written, an instance with the same types reads. For one thread at a time.
/// Abuse: only classes of these packages are ever made, by their own constructors, which check what they are given.
final class RecordTables {

  private static final List<String> PACKAGES = List.of("io.cutpoint.model.", "io.cutpoint.sigma.");
  private static final int MAX_DEPTH = 1_000;

  /// A text with a lone surrogate is one of its own; a record is written as the number of its type behind these.
  private enum Kind { NULL, TEXT, LONE, NUMBER, WIDE, REAL, BYTE, YES, NO, DECIMAL, ENUM, LIST, SET, MAP }

  private static final Kind[] KINDS = Kind.values();

  private final List<Type> types = new ArrayList<>();
  private final Map<Class<?>, Integer> places = new LinkedHashMap<>();

  /// A class, looked up when it is first needed.
  private static final class Type {
    private final String name;
    private @Nullable Class<?> found;
    private @Nullable Constructor<?> constructor;
    private RecordComponent[] components = {};

    Type(String name) {
      this.name = name;
    }

    Class<?> found() {
      Class<?> known = found;
      if (known == null) {
        try {
          known = Class.forName(name, false, RecordTables.class.getClassLoader());
        } catch (ClassNotFoundException none) {
          throw new MalformedTables("wanted a class, found no " + name);
        }
        found = known;
        components = known.isRecord() ? known.getRecordComponents() : components;
      }
      return known;
    }

    Constructor<?> constructor() throws NoSuchMethodException {
      Constructor<?> known = constructor;
      if (known == null) {
        Class<?>[] parameters = new Class<?>[components.length];
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] = components[i].getType();
        }
        known = found().getDeclaredConstructor(parameters);
        constructor = known;
      }
      return known;
    }
  }

  /// One that has written nothing yet.
  RecordTables() {}

  /// One that reads what another has written, with the types that [#writeTypes] wrote.
  ///
  /// @throws MalformedTables where there is a name of a class outside the vocabulary
  static RecordTables withTypes(TableReader in) {
    RecordTables tables = new RecordTables();
    for (int n = in.count(); n > 0; n--) {
      String name = in.text();
      if (PACKAGES.stream().noneMatch(name::startsWith)) {
        throw new MalformedTables("wanted a class below " + PACKAGES + ", found " + name);
      }
      tables.types.add(new Type(name));
    }
    return tables;
  }

  /// Writes the names of the classes of all that was written so far.
  void writeTypes(TableWriter out) {
    out.number(types.size());
    types.forEach(type -> out.text(type.name));
  }

  private int place(Class<?> type) {
    Integer known = places.get(type);
    if (known != null) {
      return known;
    }
    if (PACKAGES.stream().noneMatch(type.getName()::startsWith)) {
      throw new IllegalArgumentException("wanted a class below " + PACKAGES + ", found " + type.getName());
    }
    types.add(new Type(type.getName()));
    places.put(type, types.size() - 1);
    return types.size() - 1;
  }

  /// Writes a value.
  ///
  /// @throws IllegalArgumentException where a value is of no kind that can be written
  void write(@Nullable Object value, TableWriter out) {
    switch (value) {
      case null -> kind(Kind.NULL, out);
      case String text -> {
        boolean lone = isLone(text);
        kind(lone ? Kind.LONE : Kind.TEXT, out);
        if (lone) {
          out.text(text);
        } else {
          out.brief(text);
        }
      }
      case Integer number -> {
        kind(Kind.NUMBER, out);
        out.number(number);
      }
      case Long number -> {
        kind(Kind.WIDE, out);
        out.wide(number);
      }
      case Double number -> {
        kind(Kind.REAL, out);
        out.wide(Double.doubleToRawLongBits(number));
      }
      case Byte number -> {
        kind(Kind.BYTE, out);
        out.small(number & 0xff);
      }
      case Boolean yes -> kind(yes ? Kind.YES : Kind.NO, out);
      case BigDecimal number -> {
        kind(Kind.DECIMAL, out);
        out.brief(number.toString());
      }
      case Enum<?> constant -> {
        kind(Kind.ENUM, out);
        out.small(place(constant.getDeclaringClass()));
        out.brief(constant.name());
      }
      case List<?> list -> all(Kind.LIST, list, out);
      case Set<?> set -> all(Kind.SET, set, out);
      case Map<?, ?> map -> {
        kind(Kind.MAP, out);
        out.small(map.size());
        map.forEach((key, of) -> {
          write(key, out);
          write(of, out);
        });
      }
      case Record made -> {
        int place = place(made.getClass());
        out.small(KINDS.length + place);
        Type type = types.get(place);
        type.found();
        for (RecordComponent component : type.components) {
          try {
            write(component.getAccessor().invoke(made), out);
          } catch (ReflectiveOperationException hidden) {
            throw new IllegalArgumentException("wanted a public record, found " + made.getClass(), hidden);
          }
        }
      }
      default -> throw new IllegalArgumentException("wanted a record, an enum, a text, a number or a list, found " + value.getClass());
    }
  }

  private static boolean isLone(String text) {
    return text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  private static void kind(Kind kind, TableWriter out) {
    out.small(kind.ordinal());
  }

  private void all(Kind kind, Collection<?> values, TableWriter out) {
    kind(kind, out);
    out.small(values.size());
    values.forEach(value -> write(value, out));
  }

  /// Reads a value and sees that it is of this class.
  <T> T read(Class<T> type, TableReader in) {
    Object value = read(in, 0);
    if (!type.isInstance(value)) {
      throw new MalformedTables("wanted " + type.getName() + ", found another value");
    }
    return type.cast(value);
  }

  private @Nullable Object read(TableReader in, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedTables("wanted values at most " + MAX_DEPTH + " deep, found deeper ones");
    }
    int number = in.smallBelow(KINDS.length + types.size());
    if (number >= KINDS.length) {
      return made(types.get(number - KINDS.length), in, depth);
    }
    return switch (KINDS[number]) {
      case NULL -> null;
      case TEXT -> in.brief();
      case LONE -> in.text();
      case NUMBER -> in.number();
      case WIDE -> in.wide();
      case REAL -> Double.longBitsToDouble(in.wide());
      case BYTE -> (byte) in.smallBelow(1 << Byte.SIZE);
      case YES -> true;
      case NO -> false;
      case DECIMAL -> new BigDecimal(in.brief());
      case ENUM -> constant(types.get(in.smallBelow(types.size())), in.brief());
      case LIST -> List.copyOf(values(in, depth));
      case SET -> new TreeSet<>(values(in, depth));
      case MAP -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int n = in.smallCount(); n > 0; n--) {
          map.put(some(read(in, depth + 1)), some(read(in, depth + 1)));
        }
        yield map;
      }
    };
  }

  private static Object some(@Nullable Object value) {
    if (value == null) {
      throw new MalformedTables("wanted a value, found null");
    }
    return value;
  }

  private List<Object> values(TableReader in, int depth) {
    int n = in.smallCount();
    List<Object> values = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      values.add(some(read(in, depth + 1)));
    }
    return values;
  }

  private static Object constant(Type type, String name) {
    Object[] constants = type.found().getEnumConstants();
    if (constants != null) {
      for (Object one : constants) {
        if (((Enum<?>) one).name().equals(name)) {
          return one;
        }
      }
    }
    throw new MalformedTables("wanted a constant of " + type.name + ", found " + name);
  }

  private Object made(Type type, TableReader in, int depth) {
    if (!type.found().isRecord()) {
      throw new MalformedTables("wanted a record, found " + type.name);
    }
    @Nullable Object[] values = new Object[type.components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(in, depth + 1);
    }
    try {
      return type.constructor().newInstance(values);
    } catch (InvocationTargetException | NoSuchMethodException | InstantiationException | IllegalAccessException | IllegalArgumentException unfit) {
      throw new MalformedTables("wanted what a " + type.name + " is made of, found something else");
    }
  }
}

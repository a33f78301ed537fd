package io.cutpoint.engine;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableReader.MalformedTables;
import io.cutpoint.match.TableWriter;
import java.lang.reflect.Constructor;
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

/// Writes and reads whole records of the vocabulary, whatever their components: for the few things of a rule set that
/// are not worth tables of their own. Slow beside those: it goes by reflection.
///
/// Takes records and enums of `io.cutpoint.model`, texts, numbers, yes and no, and lists, sorted sets and maps of these.
/// Abuse: only classes of that package are ever made, by their own constructors, which check what they are given.
final class RecordTables {

  private static final String PACKAGE = "io.cutpoint.model.";
  private static final int MAX_DEPTH = 50;

  private enum Kind { NULL, TEXT, NUMBER, WIDE, REAL, YES, NO, DECIMAL, ENUM, LIST, SET, MAP, RECORD }

  private RecordTables() {}

  /// Writes a value.
  ///
  /// @throws IllegalArgumentException where a value is of no kind that can be written
  static void write(@Nullable Object value, TableWriter out) {
    switch (value) {
      case null -> kind(Kind.NULL, out);
      case String text -> {
        kind(Kind.TEXT, out);
        out.text(text);
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
      case Boolean yes -> kind(yes ? Kind.YES : Kind.NO, out);
      case BigDecimal number -> {
        kind(Kind.DECIMAL, out);
        out.text(number.toString());
      }
      case Enum<?> constant -> {
        kind(Kind.ENUM, out);
        out.text(name(constant.getDeclaringClass()));
        out.text(constant.name());
      }
      case List<?> list -> all(Kind.LIST, list, out);
      case Set<?> set -> all(Kind.SET, set, out);
      case Map<?, ?> map -> {
        kind(Kind.MAP, out);
        out.number(map.size());
        map.forEach((key, of) -> {
          write(key, out);
          write(of, out);
        });
      }
      case Record made -> {
        kind(Kind.RECORD, out);
        out.text(name(made.getClass()));
        RecordComponent[] components = made.getClass().getRecordComponents();
        out.number(components.length);
        for (RecordComponent component : components) {
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

  private static void kind(Kind kind, TableWriter out) {
    out.number(kind.ordinal());
  }

  private static void all(Kind kind, Collection<?> values, TableWriter out) {
    kind(kind, out);
    out.number(values.size());
    values.forEach(value -> write(value, out));
  }

  private static String name(Class<?> type) {
    if (!type.getName().startsWith(PACKAGE)) {
      throw new IllegalArgumentException("wanted a class below " + PACKAGE + ", found " + type.getName());
    }
    return type.getName();
  }

  /// Reads a value and sees that it is of this class.
  static <T> T read(Class<T> type, TableReader in) {
    Object value = read(in, 0);
    if (!type.isInstance(value)) {
      throw new MalformedTables("wanted " + type.getName() + ", found another value");
    }
    return type.cast(value);
  }

  private static @Nullable Object read(TableReader in, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedTables("wanted values at most " + MAX_DEPTH + " deep, found deeper ones");
    }
    return switch (Kind.values()[in.below(Kind.values().length)]) {
      case NULL -> null;
      case TEXT -> in.text();
      case NUMBER -> in.number();
      case WIDE -> in.wide();
      case REAL -> Double.longBitsToDouble(in.wide());
      case YES -> true;
      case NO -> false;
      case DECIMAL -> new BigDecimal(in.text());
      case ENUM -> constant(in.text(), in.text());
      case LIST -> List.copyOf(values(in, depth));
      case SET -> new TreeSet<>(values(in, depth));
      case MAP -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int n = in.count(); n > 0; n--) {
          map.put(some(read(in, depth + 1)), some(read(in, depth + 1)));
        }
        yield map;
      }
      case RECORD -> made(in, depth);
    };
  }

  private static Object some(@Nullable Object value) {
    if (value == null) {
      throw new MalformedTables("wanted a value, found null");
    }
    return value;
  }

  private static List<Object> values(TableReader in, int depth) {
    int n = in.count();
    List<Object> values = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      values.add(some(read(in, depth + 1)));
    }
    return values;
  }

  private static Class<?> type(String name) {
    if (!name.startsWith(PACKAGE)) {
      throw new MalformedTables("wanted a class below " + PACKAGE + ", found " + name);
    }
    try {
      return Class.forName(name, false, RecordTables.class.getClassLoader());
    } catch (ClassNotFoundException none) {
      throw new MalformedTables("wanted a class, found no " + name);
    }
  }

  private static Object constant(String type, String name) {
    Object[] constants = type(type).getEnumConstants();
    if (constants != null) {
      for (Object one : constants) {
        if (((Enum<?>) one).name().equals(name)) {
          return one;
        }
      }
    }
    throw new MalformedTables("wanted a constant of " + type + ", found " + name);
  }

  private static Object made(TableReader in, int depth) {
    Class<?> type = type(in.text());
    RecordComponent[] components = type.getRecordComponents();
    if (components == null || components.length != in.number()) {
      throw new MalformedTables("wanted a record with other components, found " + type.getName());
    }
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = components[i].getType();
      values[i] = read(in, depth + 1);
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException | IllegalArgumentException unfit) {
      throw new MalformedTables("wanted what a " + type.getName() + " is made of, found something else");
    }
  }
}

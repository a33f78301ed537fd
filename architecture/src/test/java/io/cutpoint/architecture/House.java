package io.cutpoint.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules, for the packages below one root: `io.cutpoint`, or the counter-examples.
final class House {

  /// Modules in the order in which an event travels, and the modules of ours that each may use.
  static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("model", Set.of());
    MAY_USE.put("attack", Set.of("model"));
    MAY_USE.put("evtx", Set.of());
    MAY_USE.put("ingest", Set.of("model", "evtx"));
    MAY_USE.put("sigma", Set.of("model"));
    MAY_USE.put("match", Set.of("model", "sigma"));
    MAY_USE.put("rules", Set.of("model", "sigma"));
    MAY_USE.put("detect", Set.of("model", "attack"));
    MAY_USE.put("provenance", Set.of("model"));
    MAY_USE.put("chain", Set.of("model", "provenance"));
    MAY_USE.put("respond", Set.of("model", "attack", "provenance", "chain"));
    MAY_USE.put("export", Set.of("model", "sigma", "match", "provenance", "respond"));
    MAY_USE.put("engine", Set.of("model", "attack", "evtx", "ingest", "sigma", "match", "rules", "detect", "provenance", "chain", "export", "respond"));
    MAY_USE.put("evaluate", Set.of("model"));
    MAY_USE.put("generator", Set.of("model", "evtx"));
    MAY_USE.put("flink", Set.of("model"));
    MAY_USE.put("cli", Set.of("generator", "model", "attack", "evtx", "ingest", "sigma", "match", "rules", "detect", "provenance", "chain", "export", "respond", "engine", "evaluate"));
  }

  /// Modules that compute and do nothing else: no clock, no chance, no thread, no file.
  static final List<String> PURE = List.of("model", "attack", "evtx", "sigma", "match", "rules", "detect", "provenance", "chain", "export", "respond", "flink");

  /// The places in pure modules that read files after all: rules are given as paths.
  private static final Set<String> READS_FILES = Set.of("sigma.RuleReader", "sigma.RuleSources", "sigma.RuleSourceException");

  /// The one port to a regular expression library.
  private static final Set<String> REGEX_PORT = Set.of("engine.Re2Regexes");

  private static final List<String> BAD_ENDINGS = List.of("Manager", "Helper", "Util", "Utils", "Impl", "Info", "Data", "Processor");
  private static final Set<String> BAD_PACKAGES = Set.of("util", "utils", "common", "helper", "helpers", "manager", "impl", "dto", "service", "misc");

  /// What of [Math] gives the same bits on every machine.
  private static final Set<String> EXACT_MATH =
      Set.of(
          "abs", "absExact", "addExact", "ceil", "ceilDiv", "ceilMod", "clamp", "decrementExact", "divideExact", "floor", "floorDiv", "floorMod", "fma", "incrementExact",
          "max", "min", "multiplyExact", "multiplyFull", "multiplyHigh", "unsignedMultiplyHigh", "negateExact", "rint", "round", "signum", "sqrt", "subtractExact",
          "toIntExact", "copySign", "scalb", "getExponent", "ulp");

  private final String root;

  House(String root) {
    this.root = root;
  }

  private String[] packages(Iterable<String> modules) {
    List<String> packages = new java.util.ArrayList<>();
    modules.forEach(module -> packages.add(root + "." + module + ".."));
    return packages.toArray(String[]::new);
  }

  /// The module of a class, or none.
  private String module(JavaClass type) {
    String name = type.getPackageName() + ".";
    for (String module : MAY_USE.keySet()) {
      if (name.startsWith(root + "." + module + ".")) {
        return module;
      }
    }
    return "";
  }

  /// The name of a class below the root, nested ones as the one that holds them.
  private String below(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    String outer = nested < 0 ? name : name.substring(0, nested);
    return outer.startsWith(root + ".") ? outer.substring(root.length() + 1) : outer;
  }

  /// Every rule with a name.
  Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("modules depend only in the direction of an event's travel", directions());
    rules.put("pure modules read no clock", calls(this::isClock, "read the clock: time comes from the event"));
    rules.put("pure modules compute the same on every machine", calls(this::isInexactMath, "call Math where StrictMath gives the same bits everywhere"));
    rules.put("pure modules have no chance in them", calls(this::isChance, "ask for chance"));
    rules.put("pure modules print nothing", calls(this::isPrinting, "print"));
    rules.put("pure modules start no threads", uses(this::isThreading, "deal in threads"));
    rules.put("pure modules touch no file and no socket", uses(this::isOutside, "touch files or sockets"));
    rules.put("regular expressions come through one port", regex());
    rules.put("nothing talks to a network", offline());
    rules.put("nothing is deserialised, looked up by name or run as a script", dangerous());
    rules.put("names say what a type is, not that it does something", names());
    rules.put("packages are named after what the domain does", packageNames());
    rules.put("the command line decodes no bytes itself", decoding());
    return rules;
  }

  private ArchRule directions() {
    return classes()
        .that()
        .resideInAnyPackage(packages(MAY_USE.keySet()))
        .should(
            new ArchCondition<>("use only the modules below them") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                String own = module(type);
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                  String other = module(dependency.getTargetClass());
                  if (!other.isEmpty() && !other.equals(own) && !MAY_USE.getOrDefault(own, Set.of()).contains(other)) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                  }
                }
              }
            });
  }

  /// No pure class makes such a call or reads such a field.
  private ArchRule calls(java.util.function.Predicate<AccessTarget> banned, String what) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(PURE))
        .should(
            new ArchCondition<>(what) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                  if (banned.test(access.getTarget())) {
                    events.add(SimpleConditionEvent.satisfied(type, access.getDescription()));
                  }
                }
              }
            });
  }

  /// No pure class, but for those that are named, depends on such a class.
  private ArchRule uses(java.util.function.Predicate<JavaClass> banned, String what) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(PURE))
        .and(DescribedPredicate.describe("are not named as exceptions", type -> !READS_FILES.contains(below(type))))
        .should()
        .dependOnClassesThat(DescribedPredicate.describe(what, banned));
  }

  private boolean isClock(AccessTarget target) {
    String owner = target.getOwner().getName();
    return (owner.startsWith("java.time.") && (target.getName().equals("now") || target.getName().startsWith("system") || target.getName().startsWith("tick")))
        || (owner.equals("java.lang.System") && (target.getName().equals("currentTimeMillis") || target.getName().equals("nanoTime")))
        || (owner.equals("java.util.Date") && target.getName().equals("<init>"));
  }

  private boolean isInexactMath(AccessTarget target) {
    return target.getOwner().getName().equals("java.lang.Math") && !EXACT_MATH.contains(target.getName()) && !target.getName().endsWith("Exact");
  }

  private boolean isChance(AccessTarget target) {
    String owner = target.getOwner().getName();
    return owner.equals("java.util.Random") || owner.equals("java.util.SplittableRandom") || owner.equals("java.security.SecureRandom")
        || owner.equals("java.util.concurrent.ThreadLocalRandom")
        || (owner.equals("java.util.UUID") && target.getName().equals("randomUUID"))
        || (owner.equals("java.util.Collections") && target.getName().equals("shuffle"))
        || (owner.equals("java.lang.System") && target.getName().equals("identityHashCode"));
  }

  private boolean isPrinting(AccessTarget target) {
    return (target.getOwner().getName().equals("java.lang.System") && Set.of("out", "err", "in").contains(target.getName()))
        || target.getName().equals("printStackTrace");
  }

  private boolean isThreading(JavaClass type) {
    String name = type.getName();
    return name.equals("java.lang.Thread") || name.startsWith("java.lang.Thread$") || name.startsWith("java.util.concurrent.Executor") || name.equals("java.util.concurrent.ForkJoinPool")
        || name.equals("java.util.concurrent.CompletableFuture") || name.startsWith("java.util.Timer");
  }

  private boolean isOutside(JavaClass type) {
    String name = type.getName();
    return name.startsWith("java.nio.file.") || name.startsWith("java.io.File") || name.equals("java.io.RandomAccessFile") || isOpening(name)
        || (name.startsWith("java.net.") && !name.equals("java.net.URI")) || name.equals("java.lang.Process") || name.equals("java.lang.ProcessBuilder");
  }

  /// Channels that open something; the plain interfaces are handed in by a caller.
  private static boolean isOpening(String name) {
    return name.startsWith("java.nio.channels.") && !Set.of("Channel", "ByteChannel", "ReadableByteChannel", "SeekableByteChannel", "WritableByteChannel").contains(name.substring("java.nio.channels.".length()));
  }

  private ArchRule regex() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(MAY_USE.keySet()))
        .and(DescribedPredicate.describe("are not the port", type -> !REGEX_PORT.contains(below(type))))
        .should(
            new ArchCondition<>("use a regular expression") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                  String name = dependency.getTargetClass().getName();
                  if (name.startsWith("java.util.regex.") || name.startsWith("com.google.re2j.")) {
                    events.add(SimpleConditionEvent.satisfied(type, dependency.getDescription()));
                  }
                }
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                  if (access.getTargetOwner().getName().equals("java.lang.String") && Set.of("matches", "replaceAll", "replaceFirst").contains(access.getTarget().getName())) {
                    events.add(SimpleConditionEvent.satisfied(type, access.getDescription()));
                  }
                }
              }
            });
  }

  private ArchRule offline() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(MAY_USE.keySet()))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "open connections or listen",
                type ->
                    (type.getName().startsWith("java.net.") && !Set.of("URI", "URISyntaxException", "URLDecoder", "URLEncoder").contains(type.getName().substring("java.net.".length())))
                        || type.getName().startsWith("javax.net.")
                        || type.getName().contains(".channels.SocketChannel")
                        || type.getName().contains(".channels.ServerSocketChannel")
                        || type.getName().contains(".channels.DatagramChannel")));
  }

  private ArchRule dangerous() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(MAY_USE.keySet()))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "deserialise, look up names or run scripts",
                type ->
                    Set.of("java.io.ObjectInputStream", "java.io.ObjectOutputStream", "java.io.Externalizable", "java.beans.XMLDecoder", "java.net.URLClassLoader").contains(type.getName())
                        || type.getName().startsWith("javax.naming.")
                        || type.getName().startsWith("javax.script.")
                        || type.getName().startsWith("java.rmi.")
                        || type.getName().startsWith("com.esotericsoftware.kryo.")));
  }

  private ArchRule names() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(MAY_USE.keySet()))
        .should(
            new ArchCondition<>("have a name that ends in " + String.join(", ", BAD_ENDINGS)) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (String ending : BAD_ENDINGS) {
                  if (type.getSimpleName().endsWith(ending)) {
                    events.add(SimpleConditionEvent.satisfied(type, type.getDescription() + " ends in " + ending));
                  }
                }
              }
            });
  }

  private ArchRule packageNames() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should(
            new ArchCondition<>("lie in a package that says nothing") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (String part : type.getPackageName().split("\\.")) {
                  if (BAD_PACKAGES.contains(part)) {
                    events.add(SimpleConditionEvent.satisfied(type, type.getDescription() + " lies in a package " + part));
                  }
                }
              }
            });
  }

  /// Bytes of a log become text by `SafeText` and `Untrusted` alone, where text is printed.
  private ArchRule decoding() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(List.of("cli")))
        .should(
            new ArchCondition<>("decode bytes") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                  String owner = access.getTargetOwner().getName();
                  boolean fromBytes =
                      owner.equals("java.lang.String") && access.getTarget().getName().equals("<init>")
                          && access.getTarget() instanceof AccessTarget.ConstructorCallTarget made
                          && made.getRawParameterTypes().stream().anyMatch(parameter -> parameter.getName().equals("[B"));
                  if (fromBytes || owner.equals("java.nio.charset.CharsetDecoder") || (owner.equals("java.nio.charset.Charset") && access.getTarget().getName().equals("decode"))) {
                    events.add(SimpleConditionEvent.satisfied(type, access.getDescription()));
                  }
                }
              }
            });
  }
}

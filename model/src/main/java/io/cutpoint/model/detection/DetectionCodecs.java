package io.cutpoint.model.detection;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.Position;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;
import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.text.Untrusted;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How detections are written in states of steps and between machines. Changing one asks for a new state version of every
/// step that uses it; constants go by their names and may be added.
public final class DetectionCodecs {

  /// 16 bytes that compare as ids do.
  public static final Codec<EventId> ID = Codecs.of((id, to) -> to.int64(id.hi()).int64(id.lo()), from -> new EventId(from.int64(), from.int64()));

  /// Text of a log, with how long the whole was.
  public static final Codec<Untrusted> TEXT = Codecs.of((text, to) -> to.sized(text.toBytes()).varint(text.fullLength()), from -> Untrusted.of(from.sized(), from.count()));

  private static final Codec<List<String>> TEXTS = Codecs.list(Codecs.TEXT);
  private static final Codec<List<Long>> NUMBERS = Codecs.list(Codecs.NUMBER);
  private static final Codec<Stage> STAGE = Codecs.name(Stage.class);
  private static final Codec<List<Stage>> STAGES = Codecs.list(STAGE);
  private static final Codec<Role> ROLE = Codecs.name(Role.class);
  private static final Codec<Entity.Scope> SCOPE = Codecs.name(Entity.Scope.class);

  /// Whether it took place.
  public static final Codec<Outcome> OUTCOME = Codecs.name(Outcome.class);

  /// An entity in its role.
  public static final Codec<Mention> MENTION = Codecs.of((mention, to) -> {
    ROLE.write(mention.role(), to);
    entity(mention.entity(), to);
  }, from -> {
    Role role = ROLE.read(from);
    return new Mention(entity(from), role);
  });

  /// Several of them.
  public static final Codec<List<Mention>> MENTIONS = Codecs.list(MENTION);

  private static final Codec<Evidence> EVIDENCE = Codecs.of((evidence, to) -> to
      .varint(evidence.source().index()).text(evidence.source().name())
      .varint(evidence.at().block()).varint(evidence.at().index()).varint(evidence.at().offset()).varint(evidence.at().length())
      .varint(evidence.record()).text(evidence.sha256()),
      from -> new Evidence(new SourceId(from.count(), from.text()), new Position(from.varint(), from.count(), from.varint(), from.count()), from.varint(), from.text()));

  private static final Codec<List<Evidence>> COPIES = Codecs.list(EVIDENCE);
  private static final Codec<Activity> ACTIVITY = Codecs.name(Activity.class);
  private static final Codec<Attribute> ATTRIBUTE = Codecs.name(Attribute.class);

  private static final Codec<Attributes> ATTRIBUTES = Codecs.of((attributes, to) -> {
    to.varint(attributes.all().size());
    attributes.all().forEach((attribute, value) -> {
      ATTRIBUTE.write(attribute, to);
      TEXT.write(value, to);
    });
  }, from -> {
    Map<Attribute, Untrusted> values = new EnumMap<>(Attribute.class);
    for (int n = from.count(); n > 0; n--) {
      values.put(ATTRIBUTE.read(from), TEXT.read(from));
    }
    return Attributes.of(values);
  });

  private static final Codec<Fact> FACT = Codecs.of((fact, to) -> {
    ID.write(fact.id(), to);
    to.int64(fact.orderTimeNanos()).int64(fact.timeNanos());
    ACTIVITY.write(fact.activity(), to);
    to.varint(fact.eventCode() + 1L);
    TEXT.write(fact.channel(), to);
    TEXT.write(fact.host(), to);
    ATTRIBUTES.write(fact.attributes(), to);
    NUMBERS.write(fact.rules().stream().map(Integer::longValue).toList(), to);
    COPIES.write(fact.evidence(), to);
  }, from -> new Fact(ID.read(from), from.int64(), from.int64(), ACTIVITY.read(from), from.count() - 1, TEXT.read(from), TEXT.read(from), ATTRIBUTES.read(from),
      NUMBERS.read(from).stream().map(Math::toIntExact).toList(), COPIES.read(from)));

  private static final Codec<Level> LEVEL = Codecs.name(Level.class);
  private static final Codec<Status> STATUS = Codecs.name(Status.class);

  private static final Codec<RuleReference> RULE = Codecs.of((rule, to) -> {
    to.text(rule.key().origin()).text(rule.key().id()).text(rule.key().contentHash()).text(rule.title());
    LEVEL.write(rule.level(), to);
    STATUS.write(rule.status(), to);
    TEXTS.write(rule.tactics(), to);
    TEXTS.write(rule.techniques(), to);
    optional(rule.logSource().product(), to);
    optional(rule.logSource().category(), to);
    optional(rule.logSource().service(), to);
    Stage stated = rule.stated();
    optional(stated == null ? null : stated.name(), to);
  }, from -> {
    RuleKey key = new RuleKey(from.text(), from.text(), from.text());
    String title = from.text();
    Level level = LEVEL.read(from);
    Status status = STATUS.read(from);
    List<String> tactics = TEXTS.read(from);
    List<String> techniques = TEXTS.read(from);
    LogSource source = new LogSource(optional(from), optional(from), optional(from));
    String stated = optional(from);
    return new RuleReference(key, title, level, status, tactics, techniques, source, stated == null ? null : Stage.valueOf(stated));
  });

  private static final Codec<Part> PART = Codecs.name(Part.class);
  private static final Codec<StageVerdict.Step> STEP = Codecs.name(StageVerdict.Step.class);

  private static final Codec<StageVerdict> VERDICT = Codecs.of((verdict, to) -> {
    STAGE.write(verdict.stage(), to);
    PART.write(verdict.part(), to);
    STAGES.write(verdict.alternatives(), to);
    to.varint(verdict.suspectedAtMost() ? 1 : 0);
    STEP.write(verdict.decidedBy(), to);
    to.text(verdict.reason());
  }, from -> new StageVerdict(STAGE.read(from), PART.read(from), STAGES.read(from), from.varint() != 0, STEP.read(from), from.text()));

  /// A whole detection.
  public static final Codec<Detection> DETECTION = Codecs.of((detection, to) -> {
    ID.write(detection.id(), to);
    RULE.write(detection.rule(), to);
    VERDICT.write(detection.verdict(), to);
    OUTCOME.write(detection.outcome(), to);
    MENTIONS.write(detection.mentions(), to);
    FACT.write(detection.fact(), to);
  }, from -> new Detection(ID.read(from), RULE.read(from), VERDICT.read(from), OUTCOME.read(from), MENTIONS.read(from), FACT.read(from)));

  private DetectionCodecs() {}

  private static void optional(@Nullable String text, StateWriter to) {
    to.varint(text == null ? 0 : 1);
    if (text != null) {
      to.text(text);
    }
  }

  private static @Nullable String optional(StateReader from) {
    return from.varint() == 0 ? null : from.text();
  }

  private static void entity(Entity entity, StateWriter to) {
    to.text(entity.type()).text(entity.key());
    TEXT.write(entity.value(), to);
    switch (entity) {
      case Entity.Process process -> TEXT.write(process.image(), to);
      case Entity.Address address -> SCOPE.write(address.scope(), to);
      default -> {}
    }
  }

  private static Entity entity(StateReader from) {
    String type = from.text();
    String key = from.text();
    Untrusted value = TEXT.read(from);
    return switch (type) {
      case "host" -> new Entity.Host(key, value);
      case "user" -> new Entity.Account(key, value);
      case "process" -> new Entity.Process(key, value, TEXT.read(from));
      case "session" -> new Entity.Session(key, value);
      case "file" -> new Entity.File(key, value);
      case "hash" -> new Entity.FileHash(key, value);
      case "ip" -> new Entity.Address(key, value, SCOPE.read(from));
      case "domain" -> new Entity.Domain(key, value);
      case "url" -> new Entity.Url(key, value);
      case "artefact" -> new Entity.Artefact(key, value);
      default -> throw new IllegalArgumentException("wanted a kind of entity, found " + type);
    };
  }
}

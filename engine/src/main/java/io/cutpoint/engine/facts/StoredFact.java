package io.cutpoint.engine.facts;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.Position;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One entry of the runs: one copy of one record.
record StoredFact(
    long orderTimeNanos,
    EventId id,
    boolean raw,
    int source,
    Position position,
    long timeNanos,
    long recordNumber,
    Activity activity,
    int eventCode,
    Untrusted channel,
    Untrusted host,
    Attributes attributes,
    List<Integer> rules,
    String sha256,
    EvidenceSpool.@Nullable Place place,
    boolean visible,
    Map<Integer, Untrusted> correlated) {

  static StoredFact read(byte[] bytes) {
    ByteReader in = new ByteReader();
    in.over(bytes, 0);
    long orderTime = in.int64();
    EventId id = new EventId(in.int64(), in.int64());
    boolean raw = in.oneByte() == 1;
    int source = in.int32();
    long block = in.int64();
    int index = in.int32();
    long time = in.int64();
    long offset = in.varint();
    int length = (int) in.varint();
    long recordNumber = in.int64();
    Activity activity = Activity.ofCode((int) in.varint());
    int eventCode = (int) (in.varint() - 1);
    Untrusted channel = in.text();
    Untrusted host = in.text();
    EnumMap<Attribute, Untrusted> attributes = new EnumMap<>(Attribute.class);
    for (int left = (int) in.varint(); left > 0; left--) {
      Attribute attribute = Attribute.ofCode(in.oneByte());
      Untrusted value = in.text();
      if (attribute != null) {
        attributes.put(attribute, value);
      }
    }
    int count = (int) in.varint();
    List<Integer> rules = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rules.add((int) in.varint());
    }
    String sha = HexFormat.of().formatHex(in.raw(32));
    long file = in.varint();
    EvidenceSpool.Place place = file == 0 ? null : new EvidenceSpool.Place((int) file - 1, in.varint(), (int) in.varint());
    boolean visible = in.oneByte() == 1;
    Map<Integer, Untrusted> correlated = new TreeMap<>();
    for (int left = (int) in.varint(); left > 0; left--) {
      int slot = (int) in.varint();
      correlated.put(slot, in.text());
    }
    return new StoredFact(orderTime, id, raw, source, new Position(block, index, offset, length), time, recordNumber, activity, eventCode,
        channel, host, Attributes.of(attributes), rules, sha, place, visible, correlated);
  }
}

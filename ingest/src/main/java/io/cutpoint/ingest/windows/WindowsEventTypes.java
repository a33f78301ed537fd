package io.cutpoint.ingest.windows;

import io.cutpoint.model.event.EventType;
import io.cutpoint.model.event.LogSourceSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The kinds of Windows events that a worker has met, found by the bytes of the channel and the number: an event is
/// routed once, without an object.
///
/// Bounded by [#MAX_CHANNELS] and [#MAX_TYPES], and no search looks at more than [#MAX_PROBES] places; what finds no
/// room is made anew each time, which costs time and changes no result.
final class WindowsEventTypes {

  static final int MAX_CHANNELS = 1 << 12;
  static final int MAX_TYPES = 1 << 14;
  private static final int MAX_PROBES = 16;
  private static final int MAX_NAME_BYTES = 512;

  private static final String SYSMON = "microsoft-windows-sysmon/operational";

  /// What normalisation adds to an event.
  enum Treatment { NONE, SYSMON_REGISTRY, PROCESS_CREATION, REGISTRY_VALUE, CONNECTION, WMI_SUBSCRIPTION, DEFENDER }

  /// What a registry event says was done, in Sysmon's words; [#NONE] for anything else.
  enum RegistryAction {
    NONE(""),
    CREATE_KEY("CreateKey"),
    DELETE_KEY("DeleteKey"),
    DELETE_VALUE("DeleteValue"),
    SET_VALUE("SetValue"),
    RENAME_KEY("RenameKey"),
    RENAME_VALUE("RenameValue");

    private static final RegistryAction[] ALL = values();

    private final String word;
    private final byte[] bytes;

    RegistryAction(String word) {
      this.word = word;
      this.bytes = word.getBytes(StandardCharsets.US_ASCII);
    }

    static RegistryAction of(byte[] b, int offset, int length) {
      for (int i = 1; i < ALL.length; i++) {
        byte[] wanted = ALL[i].bytes;
        if (wanted.length == length && Arrays.equals(wanted, 0, length, b, offset, offset + length)) {
          return ALL[i];
        }
      }
      return NONE;
    }

    static RegistryAction of(String word) {
      for (int i = 1; i < ALL.length; i++) {
        if (ALL[i].word.equals(word)) {
          return ALL[i];
        }
      }
      return NONE;
    }
  }

  /// A kind of event: its type, how it is treated, and its log sources once they were asked for.
  static final class Kind {
    final EventType type;
    final Treatment treatment;
    private final @Nullable LogSourceSet[] sources = new @Nullable LogSourceSet[RegistryAction.ALL.length];

    private Kind(EventType type) {
      this.type = type;
      this.treatment = treatment(type.channel(), type.id());
    }

    LogSourceSet sources(WindowsLogSources table, RegistryAction action) {
      LogSourceSet known = sources[action.ordinal()];
      if (known == null) {
        known = table.of(type.channel(), type.id(), action.word);
        sources[action.ordinal()] = known;
      }
      return known;
    }

    private static Treatment treatment(String channel, int id) {
      return switch (channel) {
        case SYSMON -> id >= 12 && id <= 14 ? Treatment.SYSMON_REGISTRY : Treatment.NONE;
        case "security" -> switch (id) {
          case 4688 -> Treatment.PROCESS_CREATION;
          case 4657 -> Treatment.REGISTRY_VALUE;
          case 5156 -> Treatment.CONNECTION;
          default -> Treatment.NONE;
        };
        case "microsoft-windows-wmi-activity/operational" -> id == 5861 ? Treatment.WMI_SUBSCRIPTION : Treatment.NONE;
        case "microsoft-windows-windows defender/operational" -> Treatment.DEFENDER;
        default -> Treatment.NONE;
      };
    }
  }

  /// A log that was met.
  static final class Channel {
    final byte[] name;
    final String lower;
    private @Nullable Kind[] kinds = new @Nullable Kind[16];
    private int count;
    private boolean kept;

    private Channel(byte[] name, String lower) {
      this.name = name;
      this.lower = lower;
    }

    boolean is(byte[] b, int offset, int length) {
      return name.length == length && Arrays.equals(name, 0, length, b, offset, offset + length);
    }
  }

  private final @Nullable Channel[] channels = new @Nullable Channel[MAX_CHANNELS * 2];
  private int channelCount;
  private int typeCount;
  private Channel last = new Channel(new byte[0], "");

  /// The kind of an event.
  Kind of(byte[] channel, int offset, int length, int id) {
    Channel in = last;
    if (!in.is(channel, offset, length)) {
      in = channel(channel, offset, length);
      last = in;
    }
    return of(in, id);
  }

  /// The kind of an event of a log that [#channel] gave.
  Kind of(Channel in, int id) {
    int mask = in.kinds.length - 1;
    int slot = place(id) & mask;
    Kind known = in.kinds[slot];
    for (int probes = 0; known != null && probes < MAX_PROBES; probes++) {
      if (known.type.id() == id) {
        return known;
      }
      slot = (slot + 1) & mask;
      known = in.kinds[slot];
    }
    if (!in.kept || typeCount >= MAX_TYPES) {
      return new Kind(new EventType(in.lower, id, EventType.NO_INDEX));
    }
    Kind kind = new Kind(new EventType(in.lower, id, typeCount++));
    keep(in, kind);
    return kind;
  }

  private static void keep(Channel in, Kind kind) {
    if (++in.count * 2 > in.kinds.length) {
      @Nullable Kind[] old = in.kinds;
      in.kinds = new @Nullable Kind[old.length * 2];
      for (Kind one : old) {
        if (one != null) {
          put(in.kinds, one);
        }
      }
    }
    put(in.kinds, kind);
  }

  private static void put(@Nullable Kind[] kinds, Kind kind) {
    int slot = place(kind.type.id());
    for (int probe = 0; probe < MAX_PROBES; probe++) {
      int at = (slot + probe) & (kinds.length - 1);
      if (kinds[at] == null) {
        kinds[at] = kind;
        return;
      }
    }
  }

  private static int place(int id) {
    return id * 0x9E37_79B9 >>> 16;
  }

  /// The log of this name.
  Channel channel(byte[] b, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = hash * 31 + b[i];
    }
    int slot = (hash ^ hash >>> 15) & (channels.length - 1);
    int probes = 0;
    for (Channel known = channels[slot]; known != null && probes < MAX_PROBES; known = channels[slot], probes++) {
      if (known.is(b, offset, length)) {
        return known;
      }
      slot = (slot + 1) & (channels.length - 1);
    }
    Channel made = new Channel(Arrays.copyOfRange(b, offset, offset + length), new String(b, offset, length, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    if (probes < MAX_PROBES && channelCount < MAX_CHANNELS && length <= MAX_NAME_BYTES) {
      channels[slot] = made;
      made.kept = true;
      channelCount++;
    }
    return made;
  }
}

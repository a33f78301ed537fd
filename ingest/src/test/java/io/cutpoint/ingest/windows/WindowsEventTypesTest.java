package io.cutpoint.ingest.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.ingest.windows.WindowsEventTypes.Kind;
import io.cutpoint.ingest.windows.WindowsEventTypes.RegistryAction;
import io.cutpoint.model.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowsEventTypesTest {

  private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";

  private final WindowsEventTypes types = new WindowsEventTypes();
  private final WindowsLogSources sources = new WindowsLogSources();

  private Kind of(String channel, int id) {
    byte[] bytes = ("<" + channel + ">").getBytes(StandardCharsets.UTF_8);
    return types.of(bytes, 1, bytes.length - 2, id);
  }

  @Test
  void theSameKindIsTheSameObject() {
    Kind first = of(SYSMON, 1);
    Kind other = of("Security", 1);

    assertThat(of(SYSMON, 1)).isSameAs(first);
    assertThat(of("Security", 1)).isSameAs(other).isNotSameAs(first);
    assertThat(first.type).isEqualTo(new EventType("microsoft-windows-sysmon/operational", 1, 0));
    assertThat(of(SYSMON.toUpperCase(java.util.Locale.ROOT), 1).type.channel()).isEqualTo(first.type.channel());
  }

  @Test
  void logSourcesAreThoseOfTheTable() {
    for (RegistryAction action : RegistryAction.values()) {
      for (int id : new int[] {1, 12, 13, 14, 4657, -1}) {
        for (String channel : new String[] {SYSMON, "Security", "Unheard of"}) {
          String word = action == RegistryAction.NONE ? "INFO" : word(action);

          assertThat(of(channel, id).sources(sources, action)).isEqualTo(sources.of(channel.toLowerCase(java.util.Locale.ROOT), id, word));
        }
      }
    }
  }

  private static String word(RegistryAction action) {
    for (String word : new String[] {"CreateKey", "DeleteKey", "DeleteValue", "SetValue", "RenameKey", "RenameValue"}) {
      if (RegistryAction.of(word) == action) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        assertThat(RegistryAction.of(bytes, 0, bytes.length)).isEqualTo(action);
        return word;
      }
    }
    throw new IllegalStateException(action.toString());
  }

  @Test
  void hostileNumbersAndChannelsFindNoRoomAndAreStillRight() {
    Set<Integer> indexes = new HashSet<>();
    for (int i = 0; i < 3 * WindowsEventTypes.MAX_TYPES; i++) {
      Kind kind = i % 2 == 0 ? of(SYSMON, i << 14) : of("channel " + i, 7);
      assertThat(kind.type.id()).isEqualTo(i % 2 == 0 ? i << 14 : 7);
      assertThat(kind.type.channel()).isEqualTo(i % 2 == 0 ? "microsoft-windows-sysmon/operational" : "channel " + i);
      if (kind.type.index() != EventType.NO_INDEX) {
        assertThat(indexes.add(kind.type.index()) || i % 2 == 0).isTrue();
        assertThat(kind.type.index()).isLessThan(WindowsEventTypes.MAX_TYPES);
      }
    }
    String longName = "x".repeat(10_000);
    assertThat(of(longName, 1).type).isEqualTo(new EventType(longName, 1, EventType.NO_INDEX));
  }
}

package io.cutpoint.provenance;

import static io.cutpoint.model.fact.Attribute.IMAGE;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Fact;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// What of a log, too long to be kept whole, may matter to an attack: so that the bound of [Provenance] is spent on it
/// and not on whatever came first.
///
/// The facts go by once before provenance is made. Each process family gets a rank: (4) a rule of high severity
/// matched in it; (3) one of medium; (2) any rule matched, or it ran a program that nobody installed; (1) it lived within half an hour of a match
/// of weight on its host; (0) the rest. As many ranks are kept as there is room for, whole families only. Of facts
/// without a family, what started by itself and what came from outside is always kept, the rest where something of
/// weight happened in those minutes. What is left out still counts where it says how common a thing is.
/// Where all processes find room everything is kept, and nothing here changes the result.
/// Abuse: an intruder who makes rules of weight match everywhere fills the room with noise, which is as loud as can be;
/// one whose every process is an installed program, matches nothing and lives far from all that does, is let go.
public final class Relevance {

  /// The rank of severity from which a match has weight: medium.
  private static final int WEIGHTY = 2;

  private static final int TOP = 4;

  private static final int NEAR_MINUTES = 30;

  /// The last minute after the first fact that is told apart, some 1,000 years; and minutes of hosts in all. A log can
  /// name any host and any time.
  private static final int LAST_MINUTE = 1 << 29;

  private static final int MOST_MINUTES = 4_000_000;

  private static final int MOST_HOSTS = 1 << 16;

  /// Stop nodes, which some logs are full of, get this part of the room where they would take more.
  private static final int STOPS_SHARE = 4;

  /// Where the neighbourhood of matches is more than this part of the whole, only the graver matches have one.
  private static final int COVERED_SHARE = 4;

  private final int room;
  private final IntUnaryOperator severity;
  private final Map<String, Integer> hosts = new HashMap<>();
  private Weight weight = new Weight();
  private final Weight grave = new Weight();
  private int minutesInAll;
  private Families families = new Families();
  private byte[] ranks = new byte[1 << 10];
  private int[] processes = new int[1 << 10];
  private int[] hostOf = new int[1 << 10];
  private int[] firstMinute = new int[1 << 10];
  private int[] lastMinute = new int[1 << 10];
  private long base = Times.NEVER;
  private int lowest;
  private int last;
  private boolean keepsAllStops;

  /// When something of weight happened, on each host and anywhere.
  private static final class Weight {
    private final Map<Integer, Minutes> byHost = new HashMap<>();
    private final Minutes anywhere = new Minutes();

    /// How many minutes more are held.
    int add(int host, int minute) {
      anywhere.add(minute);
      return byHost.computeIfAbsent(host, unused -> new Minutes()).add(minute) ? 1 : 0;
    }

    @Nullable Minutes on(int host) {
      return byHost.get(host);
    }

    /// How many minutes of hosts are near enough to be kept.
    long covered() {
      long sum = 0;
      for (Minutes minutes : byHost.values()) {
        for (int next = minutes.next(0); next >= 0; next = minutes.next(next + 2 * NEAR_MINUTES + 1)) {
          sum += 2 * NEAR_MINUTES + 1;
        }
      }
      return sum;
    }
  }

  /// A survey for the standard bounds.
  ///
  /// @param severity of a rule by its index: 0 informational to 4 critical
  public static Relevance survey(IntUnaryOperator severity) {
    return new Relevance(Bounds.STANDARD.processes(), severity);
  }

  Relevance(int room, IntUnaryOperator severity) {
    this.room = room;
    this.severity = severity;
  }

  /// How many facts there may be without any being let go, so that a survey is not needed.
  public static long mostWithoutSurvey() {
    return Bounds.STANDARD.processes();
  }

  /// Takes the next fact, in order.
  public void add(Fact fact) {
    base = base == Times.NEVER ? fact.orderTimeNanos() : base;
    int family = families.of(fact);
    int minute = minute(fact);
    int host = host(fact);
    int severest = fact.rules().stream().mapToInt(severity::applyAsInt).max().orElse(-1);
    if (severest >= WEIGHTY && minute >= 0 && minutesInAll < MOST_MINUTES) {
      minutesInAll += weight.add(host, minute);
      minutesInAll += severest > WEIGHTY ? grave.add(host, minute) : 0;
    }
    last = Math.max(last, minute);
    if (family == Families.NONE) {
      return;
    }
    grow(family);
    if (fact.activity() == Activity.PROCESS_START) {
      firstMinute[family] = processes[family] == 0 ? minute : Math.min(firstMinute[family], minute);
      processes[family]++;
      hostOf[family] = host;
    }
    lastMinute[family] = Math.max(lastMinute[family], minute);
    boolean isForeign = fact.activity() == Activity.PROCESS_START && !isInstalled(fact);
    int rank = severest > WEIGHTY ? TOP : severest == WEIGHTY ? 3 : !fact.rules().isEmpty() || isForeign ? 2 : 0;
    ranks[family] = (byte) Math.max(ranks[family], rank);
  }

  private static boolean isInstalled(Fact fact) {
    return Programs.isInstalled(Paths.of(fact.attributes().or(IMAGE)));
  }

  /// Ends the survey: from now on [#keeps] is asked, for the same facts in the same order.
  public void decide() {
    long[] ofRank = new long[TOP + 1];
    ranks[Families.STOPS] = TOP;
    keepsAllStops = processes[Families.STOPS] <= room / STOPS_SHARE;
    if (weight.covered() > (long) hosts.size() * (last + 1) / COVERED_SHARE) {
      // A rule that matches at every hour says nothing of what happened in those hours.
      weight = grave;
    }
    for (int family = 0; family < families.count() && family < ranks.length; family++) {
      if (ranks[family] == 0 && isNearWeight(family)) {
        ranks[family] = 1;
      }
      ofRank[ranks[family]] += family == Families.STOPS && !keepsAllStops ? room / STOPS_SHARE : processes[family];
    }
    long kept = ofRank[TOP];
    lowest = TOP;
    while (lowest > 0 && kept + ofRank[lowest - 1] <= room) {
      kept += ofRank[--lowest];
    }
    families = new Families();
  }

  private boolean isNearWeight(int family) {
    Minutes minutes = weight.on(hostOf[family]);
    int from = Math.max(0, firstMinute[family] - NEAR_MINUTES);
    int next = minutes == null ? -1 : minutes.next(from);
    return next >= 0 && next <= lastMinute[family] + NEAR_MINUTES;
  }

  /// Whether everything is kept, so that a second look at each fact can be spared.
  public boolean keepsAll() {
    return lowest == 0;
  }

  /// Whether the next fact, in order, is kept.
  public boolean keeps(Fact fact) {
    if (lowest == 0) {
      return true;
    }
    int family = families.of(fact);
    if (!fact.rules().isEmpty()) {
      return true;
    }
    boolean isKin = family >= 0 && family < ranks.length && ranks[family] >= lowest && family != Families.STOPS;
    return switch (fact.activity()) {
      // Of a stop node that is let go the image is still told by those that it starts.
      case PROCESS_START, PROCESS_END -> isKin || (family == Families.STOPS && (keepsAllStops || isNear(weight.on(host(fact)), fact)));
      case SERVICE_INSTALL, TASK_CREATE, TASK_DELETE, REGISTRY_WRITE, REGISTRY_DELETE, WMI_SUBSCRIPTION, BOOT, FILE_STREAM, ALERT -> true;
      case FILE_WRITE -> isKin || Programs.isDeliverer(Paths.of(fact.attributes().or(IMAGE))) || isNear(weight.on(host(fact)), fact);
      case LOGON, LOGON_EXPLICIT -> isNear(weight.anywhere, fact);
      case CONNECTION, NAME_QUERY, PIPE, PROCESS_ACCESS, REMOTE_THREAD, FILE_DELETE, IMAGE_LOAD, DRIVER_LOAD, LOGON_FAILED, LOGOFF, ACCOUNT_CHANGE,
          SHARE_ACCESS, SCRIPT, LOG_CLEARED, TICKET_REQUEST, DIRECTORY_ACCESS, OTHER -> isKin || isNear(weight.on(host(fact)), fact);
    };
  }

  private boolean isNear(@Nullable Minutes minutes, Fact fact) {
    int minute = minute(fact);
    int next = minutes == null || minute < 0 ? -1 : minutes.next(Math.max(0, minute - NEAR_MINUTES));
    return next >= 0 && next <= minute + NEAR_MINUTES;
  }

  private int minute(Fact fact) {
    long time = fact.orderTimeNanos();
    if (time == Times.NEVER || Times.isBefore(time, base)) {
      return -1;
    }
    long minutes = Long.divideUnsigned(time - base, Times.MINUTE);
    return minutes > LAST_MINUTE ? -1 : (int) minutes;
  }

  private int host(Fact fact) {
    String key = Entities.hostKey(fact.host());
    Integer known = hosts.get(key);
    if (known == null) {
      known = hosts.size() < MOST_HOSTS ? hosts.size() : MOST_HOSTS;
      if (known < MOST_HOSTS) {
        hosts.put(key, known);
      }
    }
    return known;
  }

  private void grow(int family) {
    if (family >= ranks.length) {
      int length = Math.max(family + 1, ranks.length * 2);
      ranks = Arrays.copyOf(ranks, length);
      processes = Arrays.copyOf(processes, length);
      hostOf = Arrays.copyOf(hostOf, length);
      firstMinute = Arrays.copyOf(firstMinute, length);
      lastMinute = Arrays.copyOf(lastMinute, length);
    }
  }
}

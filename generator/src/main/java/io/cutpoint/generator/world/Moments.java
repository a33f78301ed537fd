package io.cutpoint.generator.world;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times in 100 ns since 1601 UTC, as texts and back.
public final class Moments {
  private static final long EPOCH_SECONDS = 11_644_473_600L;
  private static final DateTimeFormatter ARCHIVE = DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss-SSS", Locale.ROOT);
  private static final DateTimeFormatter TASK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Moments() {}

  /// Midnight UTC of a day.
  public static long of(LocalDate day) {
    return (day.toEpochDay() * 86_400 + EPOCH_SECONDS) * World.SECOND;
  }

  /// Date and time in UTC.
  public static LocalDateTime utc(long time) {
    return LocalDateTime.ofEpochSecond(time / World.SECOND - EPOCH_SECONDS, (int) (time % World.SECOND) * 100, ZoneOffset.UTC);
  }

  /// As in the names of archived logs.
  public static String archive(long time) {
    return ARCHIVE.format(utc(time));
  }

  /// As in the definition of a task.
  public static String task(long time) {
    return TASK.format(utc(time));
  }

  /// For people, to the second.
  public static String plain(long time) {
    return PLAIN.format(utc(time));
  }
}

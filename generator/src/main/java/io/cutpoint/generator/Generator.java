package io.cutpoint.generator;

import io.cutpoint.generator.daily.Daily;
import io.cutpoint.generator.intrusion.Attack;
import io.cutpoint.generator.windows.WindowsSensor;
import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Company;
import io.cutpoint.generator.world.Host;
import io.cutpoint.generator.world.Moments;
import io.cutpoint.generator.world.Truth;
import io.cutpoint.generator.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Writes the evidence of a story: a company, its days, and an intrusion.
///
/// The same request gives the same bytes. Memory does not grow with the number of records: the story is told in the
/// order of time and written as it is told.
public final class Generator {

  /// Records that a story has unless told otherwise.
  public static final long DEFAULT_EVENTS = 25_000;

  /// The least that a story needs.
  public static final long LEAST_EVENTS = 5_000;

  /// The most that is promised.
  public static final long MOST_EVENTS = 100_000_000;

  private Generator() {}

  /// Makes the evidence.
  ///
  /// @param isCancelled asked now and then; the story then ends where it is
  public static Evidence make(Request request, BooleanSupplier isCancelled) throws IOException {
    return make(request, WindowsSensor.ARCHIVED_AT, isCancelled);
  }

  /// The same with logs that are archived at another size.
  static Evidence make(Request request, long archivedAt, BooleanSupplier isCancelled) throws IOException {
    Files.createDirectories(request.folder());
    long seed = request.seed();
    Chance chance = Chance.of(seed, "calendar");
    int days = days(request.events());
    LocalDate first = firstDay(chance);
    long start = Moments.of(first);
    Truth truth = new Truth();
    Company company = new Company(seed);
    WindowsSensor windows = new WindowsSensor(request.folder(), seed, archivedAt, truth);
    World world = new World(List.of(windows), start + days * World.DAY);
    new Daily(world, company, seed, start, request.events()).plan();
    Attack attack = new Attack(world, company, seed);
    if (request.withAttack()) {
      long day = Moments.of(lastWorkday(first.plusDays(days - 1)));
      attack.plan(day + 9 * World.HOUR + 30 * World.MINUTE + chance.between(0, 110 * World.MINUTE));
    }
    boolean complete;
    try (windows) {
      complete = world.run(isCancelled);
    }
    truth.write(request.folder().resolve("truth.ndjson"));
    return new Evidence(
        company.hosts().stream().map(host -> request.folder().resolve(host.name())).filter(Files::isDirectory).toList(),
        request.folder().resolve("truth.ndjson"),
        company.name(),
        company.hosts().stream().map(Host::name).toList(),
        days,
        first.toString(),
        windows.records(),
        windows.bytes(),
        windows.files(),
        truth.records().size(),
        request.withAttack() ? attack.stages() : Set.of(),
        attack.outline(),
        world.mostPending(),
        complete);
  }

  /// More records are more days and more of everything on each.
  private static int days(long events) {
    int days = 2;
    for (long n = DEFAULT_EVENTS; n * 3 <= events && days < 30; n *= 3) {
      days += 3;
    }
    return days;
  }

  private static LocalDate lastWorkday(LocalDate day) {
    LocalDate back = day;
    while (back.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue()) {
      back = back.minusDays(1);
    }
    return back;
  }

  /// A Monday, Tuesday or Wednesday of 2026.
  private static LocalDate firstDay(Chance chance) {
    LocalDate day = LocalDate.of(2026, 1, 5).plusDays(chance.below(300));
    while (day.getDayOfWeek().getValue() > DayOfWeek.WEDNESDAY.getValue()) {
      day = day.plusDays(1);
    }
    return day;
  }
}

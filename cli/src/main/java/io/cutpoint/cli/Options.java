package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Option;
import java.util.List;

/// The options, each defined once and listed by the verbs that take it.
final class Options {

  static final Option HELP = Option.flag("help", "print the help of this verb").letter('h');
  static final Option QUIET = Option.flag("quiet", "print nothing but what went wrong").letter('q');
  static final Option VERBOSE = Option.flag("verbose", "print more: every source, every problem, every story").letter('v');
  static final Option COLOR = Option.choice("color", List.of("auto", "always", "never"), "colours; auto obeys NO_COLOR, CLICOLOR_FORCE and TERM=dumb");
  static final Option TZ = Option.of("tz", "ZONE", "print times in this zone instead of UTC, such as Europe/Berlin or +02:00");
  static final Option JSON = Option.flag("json", "the same as -f json");
  static final Option FORMAT = Option.choice("format", List.of("table", "json", "ndjson", "csv", "md"), "how to print the result").letter('f');
  static final Option ONE_FORMAT = Option.choice("format", List.of("table", "json"), "how to print it: for people or for a program").letter('f');

  static final Option SINCE = Option.of("since", "TIME", "leave out events written before this time");
  static final Option UNTIL = Option.of("until", "TIME", "leave out events written at this time or after it");
  static final Option RULES = Option.of("rules", "DIR|ZIP|FILE", "Sigma rules to use as well; may be given again").repeated();
  static final Option NO_BUILTIN_RULES = Option.flag("no-builtin-rules", "use none of the rules that come with Cutpoint").takenBackBy("builtin-rules");
  static final Option PLACEHOLDERS = Option.of("placeholders", "FILE", "values for the placeholders of rules (%name% with expand), as YAML");
  static final Option MIN_LEVEL =
      Option.choice("min-level", List.of("informational", "low", "medium", "high", "critical"), "leave out rules below this level");
  static final Option FAIL_ON = Option.of("fail-on", "CONDITION", "exit with 10 where an intrusion meets it: 'stage>=4' or 'score>=70'; may be given again").repeated();
  static final Option THREADS = Option.of("threads", "N", "threads that read and match; as many as there are processors unless told");
  static final Option MAX_MEMORY = Option.of("max-memory", "SIZE", "bound on the memory of the process, 512M unless told");
  static final Option STRICT = Option.flag("strict", "exit with 3 where some input could not be read").takenBackBy("no-strict");
  static final Option OUT = Option.of("out", "DIR", "write the result here, ./cutpoint-out/<time> unless told");
  static final Option DATA_DIR = Option.of("data-dir", "DIR", "where caches, intermediate files and added rules lie");
  static final Option CONFIG = Option.of("config", "FILE", "read this configuration file in place of ./cutpoint.yaml");
  static final Option NO_PROGRESS = Option.flag("no-progress", "draw no progress line; it is drawn on terminals only").takenBackBy("progress");
  static final Option SEED = Option.of("seed", "N", "the story to make: names, times and steps follow from it; 1 unless told");
  static final Option EVENTS = Option.of("events", "N", "about how many events to make, such as 500k or 10M; 25000 unless told");
  static final Option NO_ATTACK = Option.flag("no-attack", "leave the attack out");
  static final Option EVIDENCE = Option.of("evidence", "DIR", "keep the evidence and the truth here; DIR must be empty");

  static final Option RESULT = Option.of("out", "DIR", "the result to look into, the newest one below ./cutpoint-out unless told");
  static final Option ALL = Option.flag("all", "list intrusions with a score below 20 too");
  static final Option RULE = Option.of("rule", "ID", "only detections by this rule");
  static final Option STAGE = Option.of("stage", "STAGE", "only detections of this stage, such as delivery or 3");
  static final Option FROM_LEVEL =
      Option.choice("min-level", List.of("informational", "low", "medium", "high", "critical"), "only detections by rules of at least this level");
  static final Option FIRST_EVENTS = Option.of("events", "N", "ask for the first N events of PATH, such as 500 or 20k; 2000 unless told");
  static final Option LIMIT = Option.of("limit", "N", "print at most N lines");
  static final Option TRUTH = Option.of("truth", "FILE", "what is known to have happened: truth.ndjson, windows, or a label for each record");
  static final Option SKIPPED = Option.flag("skipped", "list the rules that are not used, with the reason");

  static final Option SEVERITY = Option.choice("severity", List.of("error", "warning", "note"), "list and count findings from this severity on; warning unless told");
  static final Option SAMPLES = Option.of("samples", "DIR", "where samples in the layout of SigmaHQ (info.yml beside EVTX files) lie");
  static final Option RECORD = Option.of("record", "N", "the record to ask about: its number in an EVTX header, else that of its line; the first unless told");

  static final Option ORIGIN = Option.flag("origin", "say where each value comes from");

  /// What every verb takes; it is added to a verb's own options.
  static final List<Option> COMMON = List.of(QUIET, VERBOSE, COLOR, TZ, NO_PROGRESS, DATA_DIR, CONFIG, HELP);

  private Options() {}
}

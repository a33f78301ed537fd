package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Syntax;
import io.cutpoint.cli.arguments.Syntax.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command table: every verb with all that it takes. Parsing, help and "did you mean" are made from it.
final class Verbs {

  private static final String WHICH_RESULT = "RESULT is a result folder; without it and without --out the newest one below ./cutpoint-out is taken.";

  /// In the order in which help lists them.
  static final List<Verb> ALL =
      List.of(
          new Verb(
              syntax(
                  "analyze",
                  "read logs, match rules, link what they find into intrusions",
                  "PATH...",
                  1,
                  Integer.MAX_VALUE,
                  List.of(
                      "PATH is a file, a folder or an archive (zip, tar, gz) with Windows event logs (EVTX) or JSON records; - is standard input. The same file twice is read once. Nothing is written to the evidence.",
                      "TIME is a date (its first instant) or a time as in RFC 3339, in the zone of --tz where it names none."),
                  List.of(
                      Options.SINCE,
                      Options.UNTIL,
                      Options.RULES,
                      Options.NO_BUILTIN_RULES,
                      Options.PLACEHOLDERS,
                      Options.MIN_LEVEL,
                      Options.FAIL_ON,
                      Options.STRICT,
                      Options.OUT,
                      Options.DATA_DIR,
                      Options.THREADS,
                      Options.MAX_MEMORY,
                      Options.NO_PROGRESS,
                      Options.FORMAT,
                      Options.JSON),
                  List.of(
                      new Example("cutpoint analyze ~/evidence", "all below the folder, with the rules that come along"),
                      new Example("cutpoint analyze case.zip --rules ~/sigma/rules --out result", "with public Sigma rules as well, into the folder result"),
                      new Example("cutpoint analyze logs --since 2026-04-25 --fail-on 'score>=70'", "in a script: exit code 10 where something grave is found"),
                      new Example("zcat records.json.gz | cutpoint analyze -", "records from a pipe"))),
              AnalyzeVerb::run),
          new Verb(
              syntax(
                  "demo",
                  "make logs with an attack in them, and analyze them",
                  "",
                  0,
                  0,
                  List.of(
                      "The evidence are event logs of Windows: a few days of four hosts, with people, an administrator and one attack. The same seed makes the same evidence; another seed another attack. truth.ndjson beside the logs tells which records are the attack's.",
                      "Nothing of it is or contains anything harmful."),
                  List.of(
                      Options.SEED,
                      Options.EVENTS,
                      Options.NO_ATTACK,
                      Options.EVIDENCE,
                      Options.RULES,
                      Options.NO_BUILTIN_RULES,
                      Options.MIN_LEVEL,
                      Options.OUT,
                      Options.DATA_DIR,
                      Options.THREADS,
                      Options.MAX_MEMORY,
                      Options.NO_PROGRESS,
                      Options.FORMAT,
                      Options.JSON),
                  List.of(
                      new Example("cutpoint demo", "an attack is made, found and told"),
                      new Example("cutpoint demo --seed 7 --evidence logs --out result", "another attack; its logs are kept"),
                      new Example("cutpoint demo --events 10M --out result", "the same kind of attack among ten million events"))),
              DemoVerb::run),
          new Verb(
              syntax(
                  "intrusions ls",
                  "list the intrusions of a result",
                  "[RESULT]",
                  0,
                  1,
                  List.of(WHICH_RESULT),
                  List.of(Options.RESULT, Options.ALL, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint intrusions ls", "those of the newest result with a score of 20 or more"),
                      new Example("cutpoint intrusions ls result --all -f csv", "all of another result, for a spreadsheet"))),
              IntrusionVerbs::ls),
          new Verb(
              syntax(
                  "intrusions show",
                  "tell an intrusion's story, with its detections",
                  "ID [RESULT]",
                  1,
                  2,
                  List.of(
                      "ID is the short form that analyze prints, or as much of the long one as tells it apart. " + WHICH_RESULT,
                      "A step is an episode: detections of one rule by the same actors, folded. \"would have stopped 3 of the 5 steps after its first use\" counts the steps of this intrusion that came after the first one which used what is cut: of these 5, 3 used it too, or came from what did. So each cut has a whole of its own."),
                  List.of(Options.RESULT, Options.ONE_FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint intrusions show INT-7F3A", "what happened, and which events prove it"),
                      new Example("cutpoint intrusions show INT-7F3A --json", "the whole record for a program"))),
              IntrusionVerbs::show),
          new Verb(
              syntax(
                  "intrusions explain",
                  "say why: its score, its stages, its links",
                  "ID [RESULT]",
                  1,
                  2,
                  List.of("ID is the short form that analyze prints, or as much of the long one as tells it apart. " + WHICH_RESULT),
                  List.of(Options.RESULT),
                  List.of(new Example("cutpoint intrusions explain INT-7F3A", "every point of the score, every stage and every link with its reason"))),
              IntrusionVerbs::explain),
          new Verb(
              syntax(
                  "detections ls",
                  "list the detections of a result",
                  "[RESULT]",
                  0,
                  1,
                  List.of(WHICH_RESULT),
                  List.of(Options.RESULT, Options.FROM_LEVEL, Options.RULE, Options.STAGE, Options.LIMIT, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint detections ls --min-level high", "the grave ones, in the order of time"),
                      new Example("cutpoint detections ls --stage delivery -f csv", "one stage, for a spreadsheet"))),
              DetectionVerbs::ls),
          new Verb(
              syntax(
                  "detections show",
                  "print a detection with its evidence",
                  "ID [RESULT]",
                  1,
                  2,
                  List.of("ID is as much of the id as tells it apart, at least four digits. " + WHICH_RESULT),
                  List.of(Options.RESULT, Options.ONE_FORMAT, Options.JSON),
                  List.of(new Example("cutpoint detections show DET-05C1", "its rule, its stage with the reason, the fields of the event"))),
              DetectionVerbs::show),
          new Verb(
              syntax(
                  "evaluate",
                  "compare a result with what is known to have happened",
                  "[RESULT]",
                  0,
                  1,
                  List.of(
                      WHICH_RESULT,
                      "FILE is told by its content: JSON lines with intrusion, source and record; a table or JSON lines with intrusion, host, from and to; a table with source, record and label. A stage may stand beside each."),
                  List.of(Options.TRUTH, Options.RESULT, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint evaluate result --truth truth.ndjson", "found, purity, completeness, false intrusions, stages"),
                      new Example("cutpoint evaluate result --truth windows.tsv --json", "the same for a program"))),
              EvaluateVerb::run),
          new Verb(
              syntax(
                  "bench",
                  "measure how fast logs are read and matched here",
                  "PATH...",
                  1,
                  Integer.MAX_VALUE,
                  List.of("Reads the logs of PATH several times on one thread and tells what each stage costs in processor time; then with as many threads as there are processors, and tells how much faster that is by the wall clock. Nothing is kept."),
                  List.of(Options.RULES, Options.NO_BUILTIN_RULES, Options.MIN_LEVEL, Options.DATA_DIR, Options.ONE_FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint bench ~/evidence --rules sigma.zip", "events per second of one core, with the corpus's hash"),
                      new Example("cutpoint bench ~/evidence --json", "the same for a program"))),
              BenchVerb::run),
          new Verb(
              syntax(
                  "rules ls",
                  "list the rules that analyze would use",
                  "",
                  0,
                  0,
                  List.of("Lists the rules that come with Cutpoint and those of --rules, as analyze takes them."),
                  List.of(Options.RULES, Options.NO_BUILTIN_RULES, Options.PLACEHOLDERS, Options.MIN_LEVEL, Options.SKIPPED, Options.DATA_DIR, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint rules ls", "the rules that come along"),
                      new Example("cutpoint rules ls --skipped --rules sigma.zip", "which rules cannot be used, and why"))),
              RuleVerbs::ls),
          new Verb(
              syntax(
                  "rules cost",
                  "measure what each rule costs over some logs",
                  "PATH...",
                  1,
                  Integer.MAX_VALUE,
                  List.of(
                      "Asks each rule alone for each of the first N events of PATH, and for no more: files are read in the order in which analyze names them, so with a folder these are events of its first files. --events says how many.",
                      "Tells nanoseconds for one event of the rule's log source, how many of those there were, and for how many the rule was true. The dearest come first, by both together: nanoseconds times events. Correlations are not measured: they cost what their rules cost.",
                      "All rules together cost much less than the sum, since they share the search; asking alone takes some of the time, the same for every rule. So the figures compare rules with each other."),
                  List.of(Options.FIRST_EVENTS, Options.RULES, Options.NO_BUILTIN_RULES, Options.PLACEHOLDERS, Options.MIN_LEVEL, Options.LIMIT, Options.DATA_DIR, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint rules cost ~/evidence --rules sigma.zip --limit 20", "the twenty dearest rules"),
                      new Example("cutpoint rules cost Sysmon.evtx --events 20k --rules ~/rules", "your own too, over more events"))),
              RuleVerbs::cost),
          new Verb(
              syntax(
                  "rules add",
                  "keep rules, so that analyze uses them from then on",
                  "ZIP|DIR|FILE...",
                  1,
                  Integer.MAX_VALUE,
                  List.of(
                      "Copies Sigma rules into the data folder. A pack of the same name is replaced.",
                      "rules.yaml in the data folder disables, grades or narrows rules, one entry a line: - {rule: ID, disable: true}, - {rule: ID, level: low}, - {rule: ID, except: {host: [..], user: [..], image: [..]}}."),
                  List.of(Options.DATA_DIR),
                  List.of(
                      new Example("cutpoint rules add sigma.zip", "the public Sigma rules, for all later runs"),
                      new Example("cutpoint rules add ~/rules", "rules of your own"))),
              RuleVerbs::add),
          new Verb(
              syntax(
                  "rules lint",
                  "find what is wrong in rules, or odd",
                  "[PATH...]",
                  0,
                  Integer.MAX_VALUE,
                  List.of(
                      "PATH is a folder, a zip archive or a file of Sigma rules; without it the rules that come along and those that were added are looked at. An error keeps a rule from being used; a warning is worth a change; a note is worth knowing.",
                      "Exits with 3 where something is listed other than notes, and with --severity note where anything is."),
                  List.of(Options.SEVERITY, Options.PLACEHOLDERS, Options.DATA_DIR, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint rules lint ~/rules", "every problem with its file, line and column"),
                      new Example("cutpoint rules lint sigma.zip --severity error -f csv", "only what keeps rules from being used, for a spreadsheet"))),
              RuleCheckVerbs::lint),
          new Verb(
              syntax(
                  "rules test",
                  "try rules on the events that lie beside them",
                  "[PATH...]",
                  0,
                  Integer.MAX_VALUE,
                  List.of(
                      "Beside name.yml lie name.positive.ndjson, every event of which the rule must match, and name.negative.ndjson, of which it must match none. Without PATH the rules that come along and those that were added are tried.",
                      "Exits with 3 where a test fails, a rule cannot be used, or nothing was tried."),
                  List.of(Options.SAMPLES, Options.PLACEHOLDERS, Options.DATA_DIR, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint rules test", "the rules that come along, on their own events"),
                      new Example("cutpoint rules test ~/sigma/rules --samples ~/sigma/regression_data", "public rules on their samples"))),
              RuleCheckVerbs::test),
          new Verb(
              syntax(
                  "rules explain",
                  "say why a rule matches an event, or does not",
                  "RULE EVENT",
                  2,
                  2,
                  List.of(
                      "RULE is the beginning of an id, a title, or a file. EVENT is a file of any format that analyze reads, - for standard input, or the id of a detection of a result.",
                      "+ stands before what held, - before what did not; below a value, a line that begins with ^ has ^ under what was matched; with colours it is coloured instead."),
                  List.of(Options.RECORD, Options.RESULT, Options.RULES, Options.NO_BUILTIN_RULES, Options.PLACEHOLDERS, Options.DATA_DIR, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint rules explain my-rule.yml event.json", "every part of the condition with its answer"),
                      new Example("cutpoint rules explain 17d1fe1b Security.evtx --record 4711", "one record of a log"),
                      new Example("cutpoint rules explain 17d1fe1b DET-05C1 --out result", "the event of a detection"))),
              ExplainVerb::run),
          new Verb(
              syntax(
                  "config show",
                  "print every setting with its value",
                  "",
                  0,
                  0,
                  List.of(
                      "The first of these that sets something wins: options, CUTPOINT_ variables of the environment, ./cutpoint.yaml (or the file of --config), the user's file, the machine's file, what is built in.",
                      "Options of other verbs are taken too, to see what they would change."),
                  List.of(
                      Options.ORIGIN,
                      Options.FORMAT,
                      Options.JSON,
                      Options.RULES,
                      Options.NO_BUILTIN_RULES,
                      Options.MIN_LEVEL,
                      Options.FAIL_ON,
                      Options.STRICT,
                      Options.THREADS,
                      Options.MAX_MEMORY),
                  List.of(
                      new Example("cutpoint config show", "what holds here"),
                      new Example("cutpoint config show --origin", "and which file, variable or option says so"))),
              ConfigVerbs::show),
          new Verb(
              syntax(
                  "doctor",
                  "say what is missing on this machine, and what to do",
                  "",
                  0,
                  0,
                  List.of("Looks at Java, memory, folders, locale, terminal, rules and configuration. Exits with 78 where something keeps Cutpoint from working; warnings do not count."),
                  List.of(Options.RULES, Options.NO_BUILTIN_RULES, Options.MAX_MEMORY, Options.FORMAT, Options.JSON),
                  List.of(
                      new Example("cutpoint doctor", "one line for each thing that was looked at"),
                      new Example("cutpoint doctor -f json", "the same for a program"))),
              DoctorVerb::run)
              .unconfigured(),
          new Verb(
              syntax(
                  "completion",
                  "print a completion file for a shell",
                  "bash|zsh|fish",
                  1,
                  1,
                  List.of(),
                  List.of(),
                  List.of(
                      new Example("cutpoint completion bash > ~/.local/share/bash-completion/completions/cutpoint", "for bash, from the next shell on"),
                      new Example("cutpoint completion zsh > ~/.zfunc/_cutpoint", "for zsh, where ~/.zfunc is in $fpath"),
                      new Example("cutpoint completion fish > ~/.config/fish/completions/cutpoint.fish", "for fish"))),
              ReferenceVerbs::completion)
              .unconfigured(),
          new Verb(
              syntax(
                  "man",
                  "print the manual page",
                  "",
                  0,
                  0,
                  List.of(),
                  List.of(),
                  List.of(
                      new Example("cutpoint man | man -l -", "read it now"),
                      new Example("cutpoint man > ~/.local/share/man/man1/cutpoint.1", "keep it, for: man cutpoint"))),
              ReferenceVerbs::man)
              .unconfigured(),
          new Verb(
              syntax("version", "print the version", "", 0, 0, List.of(), List.of(), List.of(new Example("cutpoint version", "the version, and the Java that runs it"))),
              HelpVerbs::version)
              .unconfigured(),
          new Verb(
              syntax(
                  "help",
                  "print help, of all or of one verb",
                  "[VERB]",
                  0,
                  2,
                  List.of("In place of a verb, exit-codes and environment print what these are."),
                  List.of(),
                  List.of(new Example("cutpoint help analyze", "all options of analyze"), new Example("cutpoint help intrusions show", "a verb of two words"))),
              HelpVerbs::help)
              .unconfigured());

  private Verbs() {}

  private static Syntax syntax(
      String name, String summary, String operands, int least, int most, List<String> details, List<Option> own, List<Example> examples) {
    List<Option> options = new ArrayList<>(own);
    // By name: comparing whole records takes 8 ms of a cold start.
    Options.COMMON.stream().filter(option -> own.stream().noneMatch(one -> one.name().equals(option.name()))).forEach(options::add);
    return new Syntax(name, summary, operands, least, most, details, options, examples);
  }

  /// The verb with this name.
  static Optional<Verb> find(String name) {
    return ALL.stream().filter(verb -> verb.syntax().name().equals(name)).findFirst();
  }

  /// Whether some verb of two words begins with this one.
  static boolean isGroup(String word) {
    return ALL.stream().anyMatch(verb -> verb.syntax().name().startsWith(word + " "));
  }

  /// The first words of all names, each once.
  static List<String> firstWords() {
    return names().stream().map(name -> name.indexOf(' ') < 0 ? name : name.substring(0, name.indexOf(' '))).distinct().toList();
  }

  /// All names.
  static List<String> names() {
    return ALL.stream().map(verb -> verb.syntax().name()).toList();
  }
}

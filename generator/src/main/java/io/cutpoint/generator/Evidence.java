package io.cutpoint.generator;

import io.cutpoint.model.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What was made.
///
/// @param folders a folder for each host
/// @param truth the file that tells the attack's records
/// @param company its name
/// @param hosts their names
/// @param days of the story
/// @param from its first day
/// @param events records of all logs
/// @param bytes of all files
/// @param files of all hosts
/// @param attackEvents records of the attack
/// @param stages that the attack went through
/// @param outline the variants of the attack's steps, in order
/// @param mostPending the most that was planned or told and not yet written at one time, which memory depends on
/// @param isComplete false if it was stopped
public record Evidence(
    List<Path> folders, Path truth, String company, List<String> hosts, int days, String from, long events, long bytes, int files, long attackEvents, Set<Stage> stages, List<String> outline,
    int mostPending, boolean isComplete) {}

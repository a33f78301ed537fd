package io.cutpoint.generator.daily;

import io.cutpoint.generator.world.Account;
import io.cutpoint.generator.world.Moments;

/// Definitions of scheduled tasks.
public final class Tasks {
  private Tasks() {}

  /// The XML of a task that runs a command every day or at a logon.
  public static String xml(long time, Account author, String command, String arguments, boolean isDaily) {
    return "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n  <RegistrationInfo>\n    <Date>" + Moments.task(time)
        + "</Date>\n    <Author>" + author.full() + "</Author>\n  </RegistrationInfo>\n  <Triggers>\n"
        + (isDaily
            ? "    <CalendarTrigger>\n      <StartBoundary>" + Moments.task(time) + "</StartBoundary>\n      <Enabled>true</Enabled>\n      <ScheduleByDay>\n        <DaysInterval>1</DaysInterval>\n      </ScheduleByDay>\n    </CalendarTrigger>\n"
            : "    <LogonTrigger>\n      <Enabled>true</Enabled>\n    </LogonTrigger>\n")
        + "  </Triggers>\n  <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n    <Enabled>true</Enabled>\n  </Settings>\n  <Actions Context=\"Author\">\n    <Exec>\n      <Command>" + command
        + "</Command>\n" + (arguments.isEmpty() ? "" : "      <Arguments>" + arguments.replace("&", "&amp;").replace("<", "&lt;") + "</Arguments>\n") + "    </Exec>\n  </Actions>\n</Task>";
  }
}

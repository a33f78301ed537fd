package io.cutpoint.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsNamesTest {

  @ParameterizedTest
  @CsvSource({
    "Event.System.Channel, Channel",
    "Event.System.EventID, EventID",
    "Event.System.EventID.#text, EventID",
    "Event.System.EventID.#attributes.Qualifiers, EventID_Qualifiers",
    "Event.System.Provider.#attributes.Name, Provider_Name",
    "Event.System.Provider.@Name, Provider_Name",
    "Event.System.TimeCreated.#attributes.SystemTime, TimeCreated_SystemTime",
    "Event.System.Execution.#attributes.ProcessID, Execution_ProcessID",
    "Event.System.Security.#attributes.UserID, Security_UserID",
    "Event.EventData.Image, Image",
    "Event.EventData.Data, Data",
    "Event.EventData.Data.#text, Data",
    "Event.UserData.LogFileCleared.SubjectUserName, SubjectUserName",
    "Event.RenderingInfo.Message, Message",
    "Event.RenderingInfo.Level, RenderingInfo_Level",
    "winlog.channel, Channel",
    "winlog.event_id, EventID",
    "winlog.computer_name, Computer",
    "winlog.record_id, EventRecordID",
    "winlog.event_data.Image, Image",
    "winlog.user_data.SubjectUserName, SubjectUserName",
    "event_data.Image, Image",
    "log_name, Channel",
    "event_id, EventID",
    "computer_name, Computer",
    "record_number, EventRecordID",
    "SourceName, Provider_Name"
  })
  void knownShapesHaveFlatNames(String path, String name) {
    assertThat(WindowsNames.known(path)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"Event.EventData.#attributes.Name", "Event.EventData.Image.#attributes.Type", "Event.System", "Event.#attributes.xmlns", "EventX.System.Channel", "process.name", "''"})
  void otherPathsHaveNone(String path) {
    assertThat(WindowsNames.known(path)).isNull();
  }

  @Test
  void aPathOfThousandsOfPartsEndsInTime() {
    for (String tail : new String[] {"", ".#", ".#attributes.", ".@", "#x"}) {
      assertThat(WindowsNames.known("Event.UserData." + "ab.".repeat(1300) + "c" + tail)).satisfiesAnyOf(
          name -> assertThat(name).isNull(), name -> assertThat(name).isEqualTo("c"));
    }
  }

  @ParameterizedTest
  @CsvSource({"Image, Image", "event_data.Image, event_data.Image Image", "Parent Image, Parent Image|ParentImage", "winlog.event_data.A B, winlog.event_data.A B|A B"})
  void aValueIsKnownByItsOwnNameAndByTheFlatOne(String name, String names) {
    assertThat(String.join(names.contains("|") ? "|" : " ", WindowsNames.of(name))).isEqualTo(names);
  }
}

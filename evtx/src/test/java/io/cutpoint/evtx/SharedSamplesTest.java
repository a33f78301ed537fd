package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedSamplesTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            sample-with-irregular-bool-values, 3028, 0
            2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational, 1910, 2
            2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational, 1795, 1
            2-vss_7-System, 1160, 0
            sample_with_a_bad_chunk_magic, 301, 87
            Microsoft-Windows-HelloForBusiness%4Operational, 6, 0
            Microsoft-Windows-LanguagePackSetup%4Operational, 17, 0
            E_Windows_system32_winevt_logs_Microsoft-Windows-Shell-Core%4Operational, 1146, 0
            E_ShadowCopy6_windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational, 459, 0
            E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational, 340, 0
            Application_no_crc32, 17, 0
            post-Security, 126, 0
            sample-with-zero-data-size-event, 449, 1
            2-system-Microsoft-Windows-LiveId%4Operational, 399, 0
            MSExchange_Management_wec, 1, 0
            Security_short_selected, 7, 0
            Security_with_size_t, 636, 0
            issue_201, 1, 0
            new-user-security, 4, 0
            security, 2261, 0
            security_bad_string_cache, 2261, 0
            sysmon, 358, 8
            system, 1881, 0
            """)
    void damagedDirtyAndOddFilesGiveTheirKnownRecordsAndRefusedParts(String name, int records, int refused)
            throws IOException {
        Path file = SharedSamples.folder("evtx-robustness").resolve(name + ".evtx");

        Reading reading = Reading.ofFile(Files.readAllBytes(file));

        assertThat(reading.records()).hasSize(records);
        assertThat(reading.refused()).hasSize(refused);
    }

    @ParameterizedTest
    @CsvSource({"evtx-attack-samples, 277, 8255", "deepblue, 23, 8095", "sigma-regression, 140, 164"})
    void undamagedFilesAreReadCompletely(String folder, int files, int records) throws IOException {
        List<Path> paths = SharedSamples.evtxFiles(SharedSamples.folder(folder));
        EvtxChunkReader reader = new EvtxChunkReader();
        int found = 0;
        List<EvtxProblem> problems = new ArrayList<>();

        for (Path path : paths) {
            Reading reading = Reading.ofFile(Files.readAllBytes(path), reader);
            found += reading.records().size();
            problems.addAll(reading.refused());
            for (Reading.Read read : reading.records()) {
                assertThat(read.texts("System/EventID")).as("%s, record %d", path, read.recordId()).hasSize(1);
                assertThat(read.texts("System/Channel")).as("%s, record %d", path, read.recordId()).hasSize(1);
                assertThat(read.texts("System/TimeCreated@SystemTime"))
                        .as("%s, record %d", path, read.recordId())
                        .hasSize(1)
                        .allMatch(time -> time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z"));
            }
        }

        assertThat(paths).hasSize(files);
        assertThat(problems).isEmpty();
        assertThat(found).isEqualTo(records);
    }

    @Test
    void aSysmonEventHasTheFieldsThatItsXmlShows() throws IOException {
        Path file = SharedSamples.folder("sigma-regression")
                .resolve("file_event_win_anydesk_artefact/0b9ad457-2554-44c1-82c2-d56a99c42377.evtx");

        Reading.Read read = Reading.ofFile(Files.readAllBytes(file)).records().getFirst();

        assertThat(read.texts("System/Provider@Name")).containsExactly("Microsoft-Windows-Sysmon");
        assertThat(read.texts("System/EventID")).containsExactly("11");
        assertThat(read.texts("System/Keywords")).containsExactly("0x8000000000000000");
        assertThat(read.texts("System/Security@UserID")).containsExactly("S-1-5-18");
        assertThat(read.texts("EventData/Data[TargetFilename]"))
                .singleElement()
                .asString()
                .contains("\\AppData\\Roaming\\AnyDesk\\");
        assertThat(read.texts("EventData/Data[ProcessGuid]"))
                .singleElement()
                .asString()
                .matches("\\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}}");
    }
}

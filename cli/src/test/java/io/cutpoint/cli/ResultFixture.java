package io.cutpoint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A small result folder, with texts in it that an attacker would write.
final class ResultFixture {

  static final String FIRST = "7f3a1b00000000000000000000000001";
  static final String SECOND = "19c0aa00000000000000000000000002";
  static final String THIRD = "e02b0000000000000000000000000003";
  static final String HOSTILE = "WS-07\\u001b[2J\\u202e|<b>";

  private ResultFixture() {}

  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("summary.json"), "{\"version\":\"1.2.3\",\"ledger\":{\"total\":{\"in\":3}}}\n");
    Files.write(
        folder.resolve("intrusions.ndjson"),
        List.of(
            intrusion(FIRST, 91.4, "reached Actions on Objectives, still active at the end", "actions-on-objectives", "[\"" + HOSTILE + "\",\"DC01\"]", "[\"svc_backup\"]"),
            intrusion(SECOND, 55, "last seen at Exploitation (no block observed)", "exploitation", "[\"WS-11\"]", "[]"),
            intrusion(THIRD, 12, "scanning only", "reconnaissance", "[]", "[]")));
    Files.write(
        folder.resolve("detections.ndjson"),
        List.of(
            detection("05c1d2e300000000000000000000000a", "2026-04-25T12:03:58.5Z", "high", "delivery", "Archive from mail opened"),
            detection("05c1ffff00000000000000000000000b", "2026-04-25T12:08:01Z", "informational", "exploitation", "Run =HYPERLINK(\\\"x\\\") \\u0007"),
            detection("9a00000000000000000000000000000c", "2026-04-25T15:40:12Z", "critical", "actions-on-objectives", "Memory of LSASS was read")));
    return folder;
  }

  private static String intrusion(String id, double score, String status, String furthest, String hosts, String users) {
    return ("{'id':'" + id + "','aliases':['abcd" + id.substring(4) + "'],'score':" + score + ",'band':'x','status':'" + status + "','furthestStage':'" + furthest
            + "','first':'2026-04-25T12:03:58.5Z','last':'2026-04-25T15:40:12Z','hosts':" + hosts.replace('"', '\'') + ",'users':" + users.replace('"', '\'')
            + ",'story':[{'time':'2026-04-25T12:03:58.5Z','text':'Came in by mail to m.keller and was opened on " + HOSTILE + " four minutes later.','detections':[]},"
            + "{'time':'2026-04-25T15:40:12Z','text':'Then the memory of LSASS was read on DC01.','detections':[]}],"
            + "'stages':{'reconnaissance':{'state':'blind','reason':'no web or firewall log'},'weaponization':{'state':'inferred','reason':'something was built','hunt':'look for the builder of invoice.zip'},"
            + "'delivery':{'state':'confirmed','first':'2026-04-25T12:03:58.5Z','reason':'a rule saw it'},'exploitation':{'state':'suspected','reason':'one weak sign'},"
            + "'installation':{'state':'not-applicable','reason':'none needed'},'command-and-control':{'state':'none','reason':'no event'},'actions-on-objectives':{'state':'confirmed','reason':'two rules saw it'}},"
            + "'detections':[{'id':'05c1d2e300000000000000000000000a','stage':'delivery','part':'','reason':'r'},{'id':'9a00000000000000000000000000000c','stage':'actions-on-objectives','part':'through','reason':'r'}],"
            + "'links':[{'from':'05c1d2e300000000000000000000000a','to':'9a00000000000000000000000000000c','strength':0.87,'entity':{'type':'user','value':'svc_backup'},'reason':'the same account svc_backup'}],"
            + "'processes':[{'depth':0,'host':'ws-07','image':'C:\\\\Users\\\\m\\\\invoice.exe','commandLine':'invoice.exe \\u001b[2J','user':'CORP\\\\m.keller','start':'2026-04-25T12:04:20Z','by':'','entry':true,'seed':true,'matched':false,'reconstructed':true},"
            + "{'depth':1,'host':'ws-07','image':'C:\\\\Windows\\\\cmd.exe','commandLine':'cmd /c " + "dir ".repeat(40) + "','user':'','start':null,'by':'injected','entry':false,'seed':false,'matched':true,'reconstructed':false}],"
            + "'contributions':[{'factor':'stages','points':60.4,'reason':'Delivery and Actions on Objectives are proved'},{'factor':'sensors','points':-2.04,'reason':'one kind only'}]}")
        .replace('\'', '"');
  }

  private static String detection(String id, String time, String level, String stage, String title) {
    return "{\"id\":\"" + id + "\",\"time\":\"" + time + "\",\"rule\":{\"id\":\"rule-" + level + "\",\"title\":\"" + title + "\",\"level\":\"" + level + "\",\"origin\":\"sigma.zip\"},\"stage\":\"" + stage
        + "\",\"stageReason\":\"technique table: T1003.001 is stage 7\",\"stageAlternatives\":[],\"tactics\":[],\"techniques\":[\"T1003.001\"],\"host\":\"" + HOSTILE
        + "\",\"entities\":[{\"type\":\"user\",\"value\":\"m.keller\",\"role\":\"actor\"}],\"evidence\":[{\"source\":\"Security.evtx\",\"offset\":4096,\"record\":7,\"sha256\":\"00ff\",\"fields\":{\"CommandLine\":\"cmd /c \\u001b]0;x\\u0007 "
        + "a".repeat(100) + "\",\"EventID\":1}}]}";
  }
}

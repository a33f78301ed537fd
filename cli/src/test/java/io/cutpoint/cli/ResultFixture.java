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
            withFacts(intrusion(FIRST, 91.4, "reached Actions on Objectives, still active at the end", "actions-on-objectives", "[\"" + HOSTILE + "\",\"DC01\"]", "[\"svc_backup\"]")),
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

  /// The line of a result of today; those without facts are of an older one.
  private static String withFacts(String line) {
    String facts = "{'waysIn':[{'kind':'mail','proved':true,'host':'" + HOSTILE + "','time':'2026-04-25T12:03:58.5Z','user':'CORP\\\\m.keller\\u202e','file':'C:\\\\Users\\\\m\\\\invoice_0425.zip\\u001b[31m',"
        + "'url':'https://www.cdn-status.net/a.zip?x=1','program':'OUTLOOK.EXE','ran':'2026-04-25T12:08:00Z','detections':[]},"
        + "{'kind':'logon','proved':true,'host':'SRV','time':'2026-04-25T13:00:00Z','address':'198.51.100.7','detections':[]}],"
        + "'patientZero':{'host':'" + HOSTILE + "','user':'CORP\\\\m.keller','time':'2026-04-25T12:03:58.5Z','cameInHere':true},"
        + "'channels':[{'proved':true,'sharedProvider':false,'address':'203.0.113.7','domain':'cdn-status.net','port':'443','first':'2026-04-25T12:08:40Z','last':'2026-04-25T15:37:12Z','detections':[]},"
        + "{'proved':true,'sharedProvider':true,'address':'151.101.0.133','port':'443','detections':[]}],"
        + "'milestones':[{'kind':'command-and-control','proved':true,'time':'2026-04-25T12:08:40Z','afterSeconds':40,'host':'x','detections':[]},"
        + "{'kind':'credentials','proved':true,'afterSeconds':1260,'host':'x','what':'w','detections':[]},{'kind':'second-host','proved':false,'afterSeconds':7200,'host':'SRV-FILE2\\u001b]0;t\\u0007','detections':[]},"
        + "{'kind':'domain-controller','proved':true,'afterSeconds':11520,'host':'DC01','detections':[]},{'kind':'of-a-later-version','proved':true,'afterSeconds':1,'host':'y','detections':[]}],"
        + "'hosts':[{'value':'" + HOSTILE + "','domainController':false},{'value':'DC01','domainController':true},{'value':'a','domainController':false},{'value':'b','domainController':false},{'value':'c','domainController':false}],"
        + "'accounts':['svc_backup'],'losses':[{'kind':'credentials','proved':true,'what':'LSASS memory','host':'DC01','program':'a.exe','detections':[]},{'kind':'collected','proved':false,'what':'mail','detections':[]},"
        + "{'kind':'destroyed','proved':true,'what':'files encrypted','program':'\\u001b[2J.exe','detections':[]}],"
        + "'pulse':{'stopped':false,'traffic':true,'secondsBeforeEnd':180},'steps':31,'unmatchedSteps':6,'cutTogether':{'stopped':1204,'of':1204},"
        + "'nextTime':{'stage':'delivery','course':'deny','text':'quarantine .zip files at the mail gateway','effect':{'stopped':30,'of':30}},"
        + "'blind':['reconnaissance'],'setting':{'id':'command-lines','missing':'command lines of processes','switchOn':'the policy','rulesBlinded':37,'hosts':['WS-11\\u001b[2J','b','c'],'hostCount':3}}";
    String cuts = "[{'stage':'command-and-control','action':'block','kind':'domain','value':'cdn-status.net','proved':true,'closesEntry':false,'effect':{'stopped':20,'of':30}},"
        + "{'stage':'command-and-control','action':'block','kind':'ip','value':'203.0.113.7','proved':false,'closesEntry':false,'effect':{'stopped':20,'of':30}},"
        + "{'stage':'actions-on-objectives','action':'isolate','kind':'host','value':'" + HOSTILE + "','proved':true,'closesEntry':false,'effect':{'stopped':20,'of':30}},"
        + "{'stage':'actions-on-objectives','action':'contain','kind':'host','value':'DC01','proved':true,'closesEntry':false,'effect':{'stopped':0,'of':0}},"
        + "{'stage':'actions-on-objectives','action':'revoke','kind':'user','value':'svc_backup','proved':true,'closesEntry':false,'effect':{'stopped':4,'of':12}},"
        + "{'stage':'installation','action':'remove','kind':'artefact','value':'HKU\\\\S-1-5-21-1-2-3-1001\\\\Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run\\\\Update','host':'DC01','proved':true,'closesEntry':false,'effect':{'stopped':1,'of':2}},"
        + "{'stage':'delivery','action':'block','kind':'url','value':'https://www.cdn-status.net/a.zip?x=1','proved':true,'closesEntry':true,'effect':{'stopped':30,'of':30}},"
        + "{'stage':'exploitation','action':'block','kind':'hash','value':'6307902FC4CA09F7CF3C309AE54B28E10D052ED8741090F928','proved':true,'closesEntry':true,'effect':{'stopped':30,'of':30}}]";
    return line.substring(0, line.length() - 1) + (",'facts':" + facts + ",'cutPoints':" + cuts + "}").replace('\'', '"');
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

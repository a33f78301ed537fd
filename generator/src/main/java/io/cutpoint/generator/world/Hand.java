package io.cutpoint.generator.world;

import static io.cutpoint.generator.world.World.SECOND;

import io.cutpoint.generator.world.Happening.*;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody who does things in the world. All that happens by one hand belongs to one step of an attack, or to none.
public final class Hand {
  private static final String SYSTEM32 = "C:\\Windows\\System32\\";

  private final World world;
  private final Chance chance;
  private final @Nullable Step step;

  Hand(World world, Chance chance, @Nullable Step step) {
    this.world = world;
    this.chance = chance;
    this.step = step;
  }

  /// The step that this hand acts for, or null.
  public @Nullable Step step() {
    return step;
  }

  /// A process starts in the name of its parent's session.
  public Running start(long time, Running parent, String image, String commandLine) {
    return start(time, parent, image, commandLine, parent.session(), parent.integrity());
  }

  /// A process starts as its parent's user, and works in a folder of its own.
  public Running startIn(String directory, long time, Running parent, String image, String commandLine) {
    return begin(time, parent, image, commandLine, directory, parent.session(), parent.integrity());
  }

  /// A process starts in the name of a session.
  public Running start(long time, Running parent, String image, String commandLine, Session session, String integrity) {
    String directory = session.account().equals(Account.SYSTEM) || session.isWellKnown() ? "C:\\Windows\\system32\\" : "C:\\Users\\" + session.account().name() + "\\";
    return begin(time, parent, image, commandLine, directory, session, integrity);
  }

  /// The first process of a host, which nobody tells of.
  public Running unseen(long time, String image, int pid, Session session) {
    session.host().take(pid);
    return new Running(session.host().processGuid(time / SECOND - EPOCH_SECONDS), pid, image, "", "", null, session, "System", time, step);
  }

  private static final long EPOCH_SECONDS = 11_644_473_600L;

  private Running begin(long time, @Nullable Running parent, String image, String commandLine, String directory, Session session, String integrity) {
    Host host = session.host();
    Running process = new Running(host.processGuid(time / SECOND - EPOCH_SECONDS), host.newPid(), image, commandLine, directory, parent, session, integrity, time, step);
    world.tell(new Started(time, process, step));
    return process;
  }

  /// A process ends, told by the hand that ends it.
  public void end(long time, Running process) {
    world.tell(new Ended(time, process, process.step() != null ? process.step() : step));
    world.at(time, () -> process.host().free(process.pid()));
  }

  /// A process starts and ends some milliseconds or seconds later.
  public Running brief(long time, Running parent, String image, String commandLine) {
    Running process = start(time, parent, image, commandLine);
    end(time + chance.between(SECOND / 20, 2 * SECOND), process);
    return process;
  }

  /// A console program, with the host of its console.
  public Running console(long time, Running parent, String image, String commandLine) {
    Running process = start(time, parent, image, commandLine);
    Running conhost = start(time + SECOND / 50, process, SYSTEM32 + "conhost.exe", "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1");
    long end = time + chance.between(SECOND / 10, 3 * SECOND);
    end(end, process);
    end(end + SECOND / 100, conhost);
    return process;
  }

  /// Asks for a name and gets an address.
  public void ask(long time, Running process, String name, String answer) {
    world.tell(new NameAsked(time, process, name, answer.isEmpty() ? "9003" : "0", answer.isEmpty() ? "-" : "::ffff:" + answer + ";", step));
  }

  /// Connects to an address outside; nobody answers there who asks for the address's name, so that it has none.
  public void connect(long time, Running process, String address, int port) {
    String protocol = port == 53 || port == 123 ? "udp" : "tcp";
    Host host = process.host();
    world.tell(new Connected(time, process, true, protocol, host.address(), host.fullName(), host.newPort(), address, "", port, step));
  }

  /// Connects to another host of the company, which sees it too some milliseconds later. Gives the source port.
  public int connect(long time, Running process, Host to, Running accepting, int port) {
    Host from = process.host();
    int source = from.newPort();
    world.tell(new Connected(time, process, true, "tcp", from.address(), from.fullName(), source, to.address(), to.fullName(), port, step));
    world.tell(new Connected(time + SECOND / 200, accepting, false, "tcp", from.address(), from.fullName(), source, to.address(), to.fullName(), port, step));
    return source;
  }

  /// Connects to the file server of Windows, which is its kernel on both sides. Gives the source port.
  public int connectSmb(long time, Host from, Host to) {
    return connect(time, from.service("System"), to, to.service("System"), 445);
  }

  /// Connects to a service that takes calls of RPC: port 135 says where it listens, then the client connects there.
  ///
  /// @param asking what asks port 135: the client itself, or for DCOM the client's own `RpcSs`
  /// @return the source ports of both connections
  public int[] connectRpc(long time, Running asking, Running client, Host to, String service) {
    int mapper = connect(time, asking, to, to.service("RpcSs"), 135);
    return new int[] {mapper, connect(time + SECOND / 100, client, to, to.service(service), to.endpoint(service))};
  }

  /// Writes a file.
  public void write(long time, Running process, String path) {
    world.tell(new FileMade(time, process, path, step));
  }

  /// Marks a file as come from the internet.
  public void mark(long time, Running process, String path, String referrer, String url) {
    world.tell(
        new StreamMade(
            time, process, path + ":Zone.Identifier", "[ZoneTransfer]  ZoneId=3  " + (referrer.isEmpty() ? "" : "ReferrerUrl=" + referrer + "  ") + (url.isEmpty() ? "" : "HostUrl=" + url + "  "),
            step));
  }

  /// Deletes a file.
  public void delete(long time, Running process, String path) {
    world.tell(new FileDeleted(time, process, path, step));
  }

  /// Sets a value of the registry.
  public void set(long time, Running process, String key, String value) {
    world.tell(new RegistryChanged(time, process, "SetValue", key, value, step));
  }

  /// Makes or deletes a key or value of the registry.
  public void key(long time, Running process, String kind, String key) {
    world.tell(new RegistryChanged(time, process, kind, key, "", step));
  }

  /// Makes a named pipe.
  public void makePipe(long time, Running process, String name) {
    world.tell(new PipeUsed(time, process, true, name, step));
  }

  /// Opens a named pipe.
  public void openPipe(long time, Running process, String name) {
    world.tell(new PipeUsed(time, process, false, name, step));
  }

  /// Opens another process.
  public void access(long time, Running process, Running target, int rights, String through) {
    world.tell(
        new Accessed(
            time, process, target, rights,
            "C:\\Windows\\SYSTEM32\\ntdll.dll+" + Integer.toHexString(0x9c000 + chance.below(0x4000)) + "|C:\\Windows\\System32\\KERNELBASE.dll+" + Integer.toHexString(0x20000 + chance.below(0x20000)) + "|"
                + through,
            step));
  }

  /// Puts a thread into another process.
  public void thread(long time, Running process, Running target) {
    world.tell(new ThreadMade(time, process, target, step));
  }

  /// Loads a library.
  public void load(long time, Running process, String path, boolean isSigned, String signer) {
    world.tell(new Loaded(time, process, path, isSigned, signer, step));
  }

  /// Registers a filter, a consumer and their binding with WMI.
  public void subscribe(long time, Host host, Account account, String name, String query, String command) {
    world.tell(new SubscriptionMade(time, host, account, name, query, command, step));
  }

  /// A session of its own on a host, which came over no connection that is told of.
  public Session session(long time, Host host, Account account, int type, String from) {
    return session(time, host, account, type, from, 0);
  }

  private Session session(long time, Host host, Account account, int type, String from, int port) {
    long id = host.newLogonId();
    return new Session(
        host, account, id, host.logonGuid(time / SECOND - EPOCH_SECONDS, id), new UUID(chance.bits(), chance.bits()), type, type == 2 || type == 10 ? host.newTerminal() : 0, from, port);
  }

  /// One of the sessions that every host has.
  public static Session wellKnown(Host host, Account account, long id) {
    return new Session(host, account, id, host.logonGuid(host.bootTime() / SECOND - EPOCH_SECONDS, id), new UUID(0, 0), 5, 0, "-", 0);
  }

  /// Tells that a session began.
  public void logOn(long time, Session session, @Nullable Running by, @Nullable Session subject, String packageName, String workstation) {
    world.tell(new LoggedOn(time, session, by, subject, packageName, workstation, step));
  }

  /// Tells that a session ended.
  public void logOff(long time, Session session, boolean isAsked) {
    world.tell(new LoggedOff(time, session, isAsked, step));
  }

  /// Somebody's logon failed: the password was wrong.
  ///
  /// @param by the process that asked for it
  public void fail(long time, Running by, Host source, Account account, Host controller) {
    int port = source == controller ? 0 : askKerberos(time, source, controller);
    world.tell(new TicketRefused(time + SECOND / 80, controller, account, addressOf(source, controller), port, step));
    world.tell(new LogonFailed(time + SECOND / 40, by, account, step));
  }

  /// Logs on over the network with Kerberos, over a connection that is there: a ticket from the controller, for which
  /// the source's LSASS connects to it, then a session on the target, 25 ms later.
  ///
  /// @param port the connection's source port; 0 where the target's logon tells neither address nor port, as over HTTP
  public Session reach(long time, Host source, Account account, Host target, Host controller, int port) {
    Session session = session(time, target, account, 3, port == 0 ? "-" : source.address(), port);
    if (source != controller) {
      int asked = askKerberos(time, source, controller);
      world.tell(
          new TicketIssued(time + SECOND / 80, controller, account, target.machine().name(), target.machine().sid(), 0x12, session.ticketGuid(), source.address(), asked, step));
    }
    logOn(time + SECOND / 40, session, null, null, "Kerberos", "-");
    return session;
  }

  /// One more session of the same client with the same ticket.
  public Session again(long time, Session first, int port) {
    long id = first.host().newLogonId();
    Session session =
        new Session(first.host(), first.account(), id, first.host().logonGuid(time / SECOND - EPOCH_SECONDS, id), first.ticketGuid(), first.type(), first.terminal(), port == 0 ? "-" : first.from(), port);
    logOn(time, session, null, null, "Kerberos", "-");
    return session;
  }

  /// A ticket to get tickets with.
  public void authenticate(long time, Host source, Account account, Host controller, Account krbtgt) {
    ticket(time, source, account, krbtgt, 0x12, controller);
  }

  /// Has a ticket issued with a chosen cipher.
  public void ticket(long time, Host source, Account account, Account service, int encryption, Host controller) {
    int port = source == controller ? 0 : askKerberos(time, source, controller);
    world.tell(
        new TicketIssued(
            time + SECOND / 80, controller, account, service.name(), service.sid(), encryption, new UUID(chance.bits(), chance.bits()), addressOf(source, controller), port, step));
  }

  private int askKerberos(long time, Host source, Host controller) {
    return connect(time, source.service("lsass"), controller, controller.service("lsass"), 88);
  }

  private static String addressOf(Host source, Host controller) {
    return source == controller ? "::1" : source.address();
  }

  /// Has a password checked by the controller.
  public void check(long time, Host controller, Account account, String workstation) {
    world.tell(new PasswordChecked(time, controller, account, workstation, step));
  }

  /// Uses the credentials of another account, by name and password.
  ///
  /// @param service what is asked for there, as `HTTP`; empty for the host itself
  public void useCredentials(long time, Session session, Account account, String target, String service, Running by) {
    world.tell(new CredentialsUsed(time, session, account, target, service, by, step));
  }

  /// Opens a share, or with a name below it a file, over the connection of the session.
  public void share(long time, Session session, String share, String local, String relative, int rights) {
    world.tell(new ShareUsed(time, session, share, local, relative, rights, step));
  }

  /// Installs a service.
  public void install(long time, Session session, String name, String command, boolean isAutomatic, String account, @Nullable Running client) {
    world.tell(new ServiceInstalled(time, session, name, command, isAutomatic, account, client, step));
  }

  /// A service starts or stops.
  public void service(long time, Host host, String title, boolean isRunning) {
    world.tell(new ServiceChanged(time, host, title, isRunning, step));
  }

  /// Registers or deletes a task.
  public void task(long time, Session session, boolean isMade, String name, String content, @Nullable Running client, boolean isRemote) {
    world.tell(new TaskChanged(time, session, isMade, name, content, client, isRemote, step));
  }

  /// PowerShell starts and runs a block of script.
  public void script(long time, Running process, String text, String path) {
    world.tell(new Scripted(time, process, 40961, "", "", new UUID(0, 0), step));
    world.tell(new Scripted(time + SECOND / 20, process, 53504, "", "", new UUID(0, 0), step));
    block(time + SECOND / 5, process, text, path);
  }

  /// PowerShell compiles one more block of script.
  public void block(long time, Running process, String text, String path) {
    world.tell(new Scripted(time, process, 4104, text, path, new UUID(chance.bits(), chance.bits()), step));
  }

  /// PowerShell runs a command of a module.
  public void command(long time, Running process, String text) {
    world.tell(new Scripted(time, process, 4103, text, "", new UUID(0, 0), step));
  }

  /// Reads properties of an object of the directory.
  public void readDirectory(long time, Session session, String kind, String properties) {
    world.tell(new DirectoryRead(time, session, kind, properties, new UUID(chance.bits(), chance.bits()), step));
  }

  /// Makes or changes an account.
  public void account(long time, Session session, int kind, Account account, @Nullable Account group) {
    world.tell(new AccountChanged(time, session, kind, account, group, step));
  }

  /// Lists a local group.
  public void listGroup(long time, Running by, String group, String sid) {
    world.tell(new GroupListed(time, by, group, sid, step));
  }

  /// Group policy is applied.
  public void policy(long time, Host host, Account account, String controller) {
    world.tell(new PolicyApplied(time, host, account, controller, step));
  }

  /// The host starts.
  public void boot(long time, Host host) {
    host.boot(time);
    world.tell(new Boot(time, host, step));
  }
}

package io.cutpoint.detect;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Entity.Account;
import io.cutpoint.model.entity.Entity.Address;
import io.cutpoint.model.entity.Entity.Scope;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Who and what took part in an event, in which role.
///
/// The recording host comes first, then who acts, who is acted upon and what is touched. An entity stands once, in
/// the role it was first met in. The workstation name of an NTLM logon is chosen by whoever logs on, so it is never an
/// actor, only an object.
/// Bound: at most about 25 mentions; each attribute gives a few.
/// Abuse: names that an attacker chooses (workstation, account, file, service) may equal those of others; addresses of
/// sessions and process GUIDs are what links should rest on.
final class Participants {

  private final Fact fact;
  private final Attributes a;
  private final String host;
  private final Predicate<String> isInternal;
  private final Map<Entity, Role> roles = new LinkedHashMap<>();

  private Participants(Fact fact, Predicate<String> isInternal) {
    this.fact = fact;
    this.a = fact.attributes();
    this.host = Entities.hostKey(fact.host());
    this.isInternal = isInternal;
  }

  /// The mentions of an event.
  ///
  /// @param rule the log source of the rule that was true, or one without parts
  static List<Mention> of(Fact fact, LogSource rule, Predicate<String> isInternal) {
    Participants all = new Participants(fact, isInternal);
    all.cast(Cast.of(fact, rule));
    all.objects();
    List<Mention> mentions = new ArrayList<>(all.roles.size());
    // Equal keys may come with different spellings: then the first stands.
    Map<String, Boolean> seen = new LinkedHashMap<>();
    all.roles.forEach(
        (entity, role) -> {
          if (seen.put(entity.type() + ' ' + entity.key(), true) == null) {
            mentions.add(new Mention(entity, role));
          }
        });
    return List.copyOf(mentions);
  }

  private void cast(Cast cast) {
    switch (cast) {
      case HOST -> {
        host(Role.ACTOR);
        subject();
        processes();
        account(Attribute.TARGET_USER, Attribute.TARGET_SID, Role.TARGET);
        targetHost();
        flow();
      }
      case LOGON -> {
        boolean remote = Cast.isOverNetwork(fact);
        host(remote ? Role.TARGET : Role.ACTOR);
        address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
        account(Attribute.TARGET_USER, Attribute.TARGET_SID, Role.ACTOR);
        session(Attribute.TARGET_LOGON_ID, Role.ACTOR);
        account(Attribute.USER, Attribute.USER_SID, Role.OBJECT);
        workstation();
        if (!remote) {
          processes();
        }
      }
      case EXPLICIT -> {
        host(Role.ACTOR);
        subject();
        processes();
        account(Attribute.TARGET_USER, Attribute.TARGET_SID, Role.TARGET);
        targetHost();
        address(Attribute.SOURCE_ADDRESS, Role.OBJECT);
      }
      case TICKET -> {
        host(Role.RECORDER);
        address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
        account(Attribute.TARGET_USER, Attribute.TARGET_SID, Role.ACTOR);
        account(Attribute.USER, Attribute.USER_SID, Role.ACTOR);
        if (Entities.isMachineAccount(a.or(Attribute.SERVICE_NAME))) {
          add(Entities.host(a.or(Attribute.SERVICE_NAME)), Role.TARGET);
        }
        workstation();
      }
      case DIRECTORY -> directory(Role.RECORDER);
      case ACCOUNT -> directory(isOwnAccount() ? Role.ACTOR : Role.RECORDER);
      case REACHED -> {
        host(Role.TARGET);
        address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
        subject();
      }
      case PLANTED -> {
        host(Role.TARGET);
        address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
        subject();
        processes();
      }
      case DESKTOP -> {
        boolean remote = Entities.address(a.or(Attribute.SOURCE_ADDRESS), isInternal).isPresent();
        host(remote ? Role.TARGET : Role.ACTOR);
        address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
        account(Attribute.TARGET_USER, Attribute.TARGET_SID, Role.ACTOR);
        subject();
        session(Attribute.TARGET_LOGON_ID, Role.ACTOR);
        workstation();
      }
      case CONNECTION -> {
        boolean outgoing = !a.key(Attribute.INITIATED).equals("false");
        host(outgoing ? Role.ACTOR : Role.TARGET);
        subject();
        processes();
        if (outgoing) {
          flow();
        } else {
          address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
        }
      }
      case REQUEST -> {
        host(Role.TARGET);
        address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
        subject();
        flow();
      }
      case OBSERVED -> {
        host(Role.RECORDER);
        address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
        subject();
        flow();
      }
    }
  }

  private void directory(Role recorder) {
    host(recorder);
    address(Attribute.SOURCE_ADDRESS, Role.ACTOR);
    subject();
    account(Attribute.TARGET_USER, Attribute.TARGET_SID, Role.TARGET);
    targetHost();
  }

  /// Whether the account acted upon belongs to the recording host itself.
  private boolean isOwnAccount() {
    return Entities.account(a.or(Attribute.TARGET_USER), host)
        .map(Account::key)
        .filter(key -> !host.isEmpty() && key.startsWith(host + '\\'))
        .isPresent();
  }

  private void host(Role role) {
    add(Entities.host(fact.host()), role);
  }

  private void subject() {
    account(Attribute.USER, Attribute.USER_SID, Role.ACTOR);
    session(Attribute.LOGON_ID, Role.ACTOR);
  }

  private void processes() {
    long start = fact.activity() == Activity.PROCESS_START ? fact.timeNanos() : EventView.NO_TIME;
    add(Entities.process(host, a.or(Attribute.PROCESS_GUID), a.or(Attribute.PROCESS_ID), start, a.or(Attribute.IMAGE)), Role.ACTOR);
    add(Entities.process(host, a.or(Attribute.TARGET_PROCESS_GUID), a.or(Attribute.TARGET_PROCESS_ID), a.or(Attribute.TARGET_IMAGE)), Role.TARGET);
    add(Entities.process(host, a.or(Attribute.PARENT_GUID), a.or(Attribute.PARENT_ID), a.or(Attribute.PARENT_IMAGE)), Role.PARENT);
  }

  /// Where traffic goes to: the name is a computer's where the address is not a public one.
  private void flow() {
    Optional<Address> destination = Entities.address(a.or(Attribute.DESTINATION_ADDRESS), isInternal);
    add(destination, Role.TARGET);
    Untrusted name = a.or(Attribute.DESTINATION_HOST);
    if (destination.isPresent() && destination.get().scope() != Scope.EXTERNAL) {
      add(Entities.host(name), Role.TARGET);
    } else {
      add(Entities.domain(name), Role.TARGET);
    }
  }

  private void targetHost() {
    Untrusted name = a.or(Attribute.TARGET_HOST);
    if (!Entities.hostKey(name).equals(host)) {
      add(Entities.host(name), Role.TARGET);
    }
  }

  private void workstation() {
    if (!Entities.hostKey(a.or(Attribute.WORKSTATION)).equals(host)) {
      add(Entities.host(a.or(Attribute.WORKSTATION)), Role.OBJECT);
    }
  }

  private void account(Attribute name, Attribute sid, Role role) {
    add(Entities.account(a.or(name), a.or(sid), host), role);
  }

  private void session(Attribute id, Role role) {
    add(Entities.session(host, a.or(id)), role);
  }

  private void address(Attribute attribute, Role role) {
    add(Entities.address(a.or(attribute), isInternal), role);
  }

  /// What is used or touched, whoever acts.
  private void objects() {
    add(Entities.hash(a.or(Attribute.HASHES)), Role.OBJECT);
    add(Entities.file(host, a.or(Attribute.TARGET_FILE)), Role.OBJECT);
    add(Entities.domain(a.or(Attribute.QUERY)), Role.OBJECT);
    Optional<Entity.Url> from = Entities.hostUrl(a.or(Attribute.CONTENTS));
    from.ifPresent(this::url);
    Entities.referrerUrl(a.or(Attribute.CONTENTS)).ifPresent(this::url);
    switch (fact.activity()) {
      case SERVICE_INSTALL -> {
        add(Entities.service(host, a.or(Attribute.SERVICE_NAME)), Role.OBJECT);
        add(Entities.file(host, program(a.or(Attribute.SERVICE_COMMAND))), Role.OBJECT);
      }
      case TASK_CREATE, TASK_DELETE -> add(Entities.task(host, a.or(Attribute.TASK_NAME)), Role.OBJECT);
      case WMI_SUBSCRIPTION -> {
        add(Entities.wmiSubscription(host, a.or(Attribute.SERVICE_NAME)), Role.OBJECT);
        add(Entities.wmiSubscription(host, a.or(Attribute.TASK_NAME)), Role.OBJECT);
      }
      case REGISTRY_WRITE, REGISTRY_DELETE -> add(Entities.autorun(host, a.or(Attribute.REGISTRY_KEY)), Role.OBJECT);
      case OTHER, PROCESS_START, PROCESS_END, FILE_WRITE, FILE_STREAM, FILE_DELETE, CONNECTION, NAME_QUERY, PROCESS_ACCESS, REMOTE_THREAD,
          IMAGE_LOAD, DRIVER_LOAD, PIPE, LOGON, LOGON_FAILED, LOGOFF, LOGON_EXPLICIT, ACCOUNT_CHANGE, SHARE_ACCESS, SCRIPT, LOG_CLEARED,
          TICKET_REQUEST, DIRECTORY_ACCESS, ALERT, BOOT -> {}
    }
  }

  private void url(Entity.Url url) {
    roles.putIfAbsent(url, Role.OBJECT);
    Untrusted name = Entities.urlHost(url.value());
    add(Entities.address(name, isInternal), Role.OBJECT);
    add(Entities.domain(name), Role.OBJECT);
  }

  /// The path of a service's program, without its arguments; no text where a shell's line makes it unclear.
  private static Untrusted program(Untrusted command) {
    String text = command.raw().strip();
    if (text.startsWith("\"")) {
      int end = text.indexOf('"', 1);
      return end < 0 ? Untrusted.NONE : Untrusted.of(text.substring(1, end));
    }
    int end = Entities.fold(text).indexOf(".exe");
    String path = end < 0 ? text : text.substring(0, end + 4);
    return path.indexOf('%') >= 0 || path.length() > 260 ? Untrusted.NONE : Untrusted.of(path);
  }

  private void add(Optional<? extends Entity> entity, Role role) {
    entity.ifPresent(one -> roles.putIfAbsent(one, role));
  }
}

package io.cutpoint.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {

  @ParameterizedTest
  @CsvSource({"WS-07.corp.example,ws-07", "ws-07,ws-07", "10.0.5.13,10.0.5.13", "FE80::1,fe80::1", "::ffff:10.0.0.1,::ffff:10.0.0.1", "'',''"})
  void namesAreCutAtTheirFirstDotAndAddressesAreNot(String name, String key) {
    assertThat(Hosts.key(name)).isEqualTo(key);
  }
}

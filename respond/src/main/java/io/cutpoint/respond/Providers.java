package io.cutpoint.respond;

import java.util.List;

/// Names that everybody uses, an intruder too: to block one of them harms more than it helps.
///
/// Source: design/linking.md, "Cut points". Short on purpose; a name that is missing here is one that a person sees
/// before blocking it.
final class Providers {

  private static final List<String> SHARED =
      List.of("microsoft.com", "microsoftonline.com", "office.com", "office365.com", "sharepoint.com", "live.com", "windows.net", "azureedge.net",
          "azurewebsites.net", "azurefd.net", "trafficmanager.net", "windows.com", "msedge.net", "google.com", "googleapis.com", "googleusercontent.com",
          "gstatic.com", "amazonaws.com", "cloudfront.net", "github.com", "githubusercontent.com", "github.io", "gitlab.com", "telegram.org", "t.me",
          "discord.com", "discordapp.com", "slack.com", "dropbox.com", "dropboxusercontent.com", "cloudflare.com", "workers.dev", "pages.dev",
          "akamaihd.net", "akamaiedge.net", "fastly.net", "pastebin.com", "twitter.com", "x.com", "facebook.com", "notion.so", "box.com", "icloud.com");

  /// Blocks of addresses of content networks and hosters of code, as these publish them: first address and length.
  private static final List<String> BLOCKS =
      List.of("151.101.0.0/16", "199.232.0.0/16", "104.16.0.0/13", "172.64.0.0/13", "162.158.0.0/15", "188.114.96.0/20", "173.245.48.0/20", "93.184.208.0/20",
          "152.199.0.0/16", "23.192.0.0/11", "104.64.0.0/10", "2.16.0.0/13", "13.32.0.0/15", "13.224.0.0/14", "52.84.0.0/15", "99.84.0.0/16", "140.82.112.0/20",
          "185.199.108.0/22", "8.8.8.0/24", "8.8.4.0/24", "1.1.1.0/24", "1.0.0.0/24", "9.9.9.0/24");

  private Providers() {}

  /// Whether the canonical address is one that they answer at for many.
  static boolean isSharedAddress(String address) {
    long at = number(address);
    if (at < 0) {
      return false;
    }
    for (String block : BLOCKS) {
      int slash = block.indexOf('/');
      int free = 32 - Integer.parseInt(block.substring(slash + 1));
      if (at >>> free == number(block.substring(0, slash)) >>> free) {
        return true;
      }
    }
    return false;
  }

  /// The number of an address of four parts, or -1.
  private static long number(String address) {
    String[] parts = address.split("\\.", -1);
    long all = 0;
    for (String part : parts) {
      boolean digits = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
      if (parts.length != 4 || !digits) {
        return -1;
      }
      all = all << 8 | Integer.parseInt(part);
    }
    return all;
  }

  /// Whether the name, in lower case, is one of theirs or lies below one.
  static boolean isShared(String domain) {
    return SHARED.stream().anyMatch(one -> domain.equals(one) || domain.endsWith("." + one));
  }
}

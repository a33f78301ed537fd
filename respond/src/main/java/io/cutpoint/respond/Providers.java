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

  private Providers() {}

  /// Whether the name, in lower case, is one of theirs or lies below one.
  static boolean isShared(String domain) {
    return SHARED.stream().anyMatch(one -> domain.equals(one) || domain.endsWith("." + one));
  }
}

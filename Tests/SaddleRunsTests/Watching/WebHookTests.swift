// SPDX-License-Identifier: Apache-2.0

import SaddleRuns
import Testing

@Suite struct WebHookTests {
  @Test func onlyAnAnswerOfTheTwoHundredsIsADelivery() {
    #expect(WebHook.trouble("200") == nil && WebHook.trouble("204") == nil)
    for printed in ["", "000", "100", "199", "300", "304", "307", "400", "404", "500", "x"] {
      #expect(WebHook.trouble(printed) != nil, "\(printed)")
    }
    // A retry prints once more.
    #expect(WebHook.trouble("503200") == nil)
  }

  @Test func theAddressStandsInNoArgument() throws {
    let hook = try #require(WebHook("https://example.org/[1-5]/se{a,b}cret?x=\"y\\z"))
    #expect(hook.command.allSatisfy { !$0.contains("example.org") })
    #expect(hook.command.prefix(2) == ["curl", "--disable"])
    #expect(
      hook.input("{\"a\":\"b\\n\"}\n")
        == "url = \"https://example.org/[1-5]/se{a,b}cret?x=\\\"y\\\\z\"\n"
        + "data-raw = \"{\\\"a\\\":\\\"b\\\\n\\\"}\\n\"\n"
    )
  }

  @Test func takesAddressesOfOneLineOnly() {
    for text in [
      "", "example.org", "ftp://x", "file:///etc/passwd", "http://a\nurl = b", "http://a b",
    ] {
      #expect(WebHook(text) == nil, "\(text)")
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import Testing

@Suite struct FilePathTests {
  @Test(arguments: [
    "runs/a", "/runs/a", "/a", "runs", "a/b/c", "a//b", "runs/a/", "./x", "../x", "/",
  ])
  func isFoundations(_ path: String) {
    #expect(FilePath.folder(of: path) == (path as NSString).deletingLastPathComponent)
  }

  /// Foundation ends the program for these.
  @Test(arguments: ["a", "-", ""])
  func aNameOfOneCharacterStandsInNoFolder(_ path: String) {
    #expect(FilePath.folder(of: path).isEmpty)
    #expect(FilePath.openFolder(of: path) == ".")
  }
}

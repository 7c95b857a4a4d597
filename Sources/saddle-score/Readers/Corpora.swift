// SPDX-License-Identifier: Apache-2.0

import Foundation

/// All corpora in a folder.
enum Corpora {
  static func read(_ folder: URL) throws -> [LabeledRun] {
    let zoo = folder.appendingPathComponent("zoo")
    let real = folder.appendingPathComponent("real")
    let studio = real.appendingPathComponent("studiogan-cifar10")
    var runs: [LabeledRun] = []
    if exists(zoo) { runs += try ZooReader.read(zoo) }
    if exists(studio) { runs += try StudioReader.read(studio) }
    if exists(real) { runs += try PublishedReader.read(real) }
    return runs
  }

  private static func exists(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path)
  }
}

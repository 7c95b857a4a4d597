// SPDX-License-Identifier: Apache-2.0

// Feeds broken logs to every parser until the time is over: make fuzz.
//   fuzz-runs [SECONDS [SEED]]
//   fuzz-runs --seeds FOLDER     write a valid file of every format, FOLDER/FORMAT/NAME, and end

import Foundation
import SaddleRunsSamples

let arguments = CommandLine.arguments
if arguments.count == 3, arguments[1] == "--seeds" {
  for seed in ParserFuzzer(seed: 1).seeds {
    let folder = URL(fileURLWithPath: arguments[2]).appendingPathComponent(seed.format)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let name = seed.name.split(separator: "/").last.map(String.init) ?? seed.format
    try Data(seed.bytes).write(to: folder.appendingPathComponent(name))
  }
  exit(0)
}
let seconds = arguments.count > 1 ? Double(arguments[1]) ?? 60 : 60
let seed = arguments.count > 2 ? UInt64(arguments[2]) ?? 1 : UInt64(Date().timeIntervalSince1970)
let start = Date()
var fuzzer = ParserFuzzer(seed: seed)
var slowest = 0.0
do {
  while Date().timeIntervalSince(start) < seconds {
    let before = Date()
    try fuzzer.round()
    slowest = max(slowest, Date().timeIntervalSince(before))
  }
} catch {
  print("seed \(seed), input \(fuzzer.count): \(error)")
  exit(1)
}
print(
  "fuzz: \(fuzzer.count) inputs on \(fuzzer.seeds.count) files of every format, seed \(seed), "
    + "\(Int(Date().timeIntervalSince(start))) s, slowest round \(slowest) s, 0 failures"
)

// SPDX-License-Identifier: Apache-2.0

// Feeds broken logs to every parser until the time is over: make fuzz.
//   fuzz-runs [SECONDS [SEED]]
//   fuzz-runs --seeds FOLDER     write valid files of every format, FOLDER/FORMAT/NUMBER, and end
//   fuzz-runs --formats          name the formats
//   fuzz-runs --format NAMES|all --state FILE [--count N] [--seconds S] [--revision R]
//                                read N inputs of each in all sittings (a million of a text format and
//                                ten million of a binary one), beginning where FILE says

import Foundation
import SaddleRunsSamples

let arguments = CommandLine.arguments
if FuzzCommand.isMeant(by: arguments) {
  exit(FuzzCommand.run(arguments, FuzzTarget.all))
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

// SPDX-License-Identifier: Apache-2.0

// Reading an event file through to observations. Usage:
//   event-reading make FILE RECORDS     writes RECORDS scalars, 6 a step, one record each
//   event-reading read FILE             reads it and prints one line of JSON

import Foundation
import SaddleHealth
import SaddleRuns

func make(_ path: String, records: Int) throws {
  let tags = ["loss/g", "loss/d", "scores/real", "scores/fake", "grad_norm/g", "grad_norm/d"]
  var time = 1_700_000_000.0
  let writer = try EventFileWriter(path: path, clock: { time })
  for record in 0..<records {
    let step = record / tags.count
    time += 0.001
    try writer.scalar(tags[record % tags.count], sin(Double(record)), step: step)
  }
  try writer.synchronize()
}

func read(_ path: String) throws {
  let start = DispatchTime.now().uptimeNanoseconds
  var observations = 0
  var scalars = 0
  let reader = try RunReader(path)
  try reader.read { item in
    observations += 1
    scalars += item.observation.values.count
  }
  let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
  print(
    "{\"observations\": \(observations), \"scalars\": \(scalars), \"seconds\": \(seconds), "
      + "\"scalars_per_second\": \(Double(scalars) / seconds)}"
  )
}

let arguments = CommandLine.arguments
if arguments.count == 4, arguments[1] == "make", let records = Int(arguments[3]) {
  try make(arguments[2], records: records)
} else if arguments.count == 3, arguments[1] == "read" {
  try read(arguments[2])
} else {
  print("usage: event-reading make FILE RECORDS | event-reading read FILE")
  exit(64)
}

// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTesting
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// The program with its own evaluator: what it logs during training is what `saddle evaluate` finds.
@Suite struct EvaluationProgramTests {
  private let folder: URL
  private let config: String

  init() throws {
    folder = TemporaryFolder.root.appending(path: "saddle-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    config = folder.appending(path: "squares.yaml").path
    try TinyImages.yaml(TinyImages.data()).write(toFile: config, atomically: true, encoding: .utf8)
  }

  private func program(_ arguments: [String]) throws -> (status: Int32, out: Data, errors: String) {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let products = URL(filePath: bundle?.bundlePath ?? CommandLine.arguments[0])
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = products.appending(path: "saddle-engine")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SADDLE_CACHE": folder.path + "/cache"]
    ) { $1 }
    process.currentDirectoryURL = folder
    let (out, errors) = (folder.appending(path: "out"), folder.appending(path: "errors"))
    for file in [out, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try Data(contentsOf: out),
      String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    )
  }

  private struct Report: Decodable {
    struct Result: Decodable {
      var metric: String
      var value: Double
      var fingerprint: String
    }
    var results: [Result]
  }

  @Test func trainingLogsWhatEvaluateFinds() throws {
    let metrics = "evaluation.metrics=[kid, fid, precision, coverage]"
    let trained = try program(["train", config, "--set", metrics, "--quiet"])
    try #require(trained.status == 0, "\(trained.errors)")
    let run = RunDirectory(folder.path + "/runs/squares")
    let record = try RunRecord.read(run.record)
    let best = try #require(record.best)
    let found = try program([
      "evaluate", "--fake", "runs/squares", "--checkpoint", "best", "--count", "100", "--seed", "5",
      "--extractor", "pixels", "--metrics", "kid,fid,recall,precision,coverage,density", "--json",
    ])
    try #require(found.status == 0, "\(found.errors)")
    let report = try #require(try JSONDecoder().decode([Report].self, from: found.out).first)
    #expect(report.results[0].value == best.value)
    #expect(report.results[0].fingerprint == best.fingerprint)
    let signals: [Signal] = [
      .metricKID, .metricFID, .metricRecall, .metricPrecision, .metricCoverage, .metricDensity,
    ]
    for (signal, result) in zip(signals, report.results) {
      let logged = try #require(try TinyImages.values(signal, of: run)[best.step])
      #expect(logged == Double(Float(result.value)), "\(signal)")
    }
    let cached = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache")
    #expect(cached.count { $0.hasPrefix("real-") } == 1)
  }

  @Test func theSecondStartTakesTheStatisticsFromTheCache() throws {
    for name in ["one", "two"] {
      let trained = try program(["train", config, "--name", name, "--quiet"])
      try #require(trained.status == 0, "\(trained.errors)")
    }
    let runs = ["one", "two"].map { RunDirectory(folder.path + "/runs/" + $0) }
    #expect(
      try TinyImages.values(.metricFID, of: runs[0]) == TinyImages.values(.metricFID, of: runs[1])
    )
    let states = try runs.map { try TinyRun.files(of: $0, step: 30) }
    #expect(states[0]["ema.safetensors"] == states[1]["ema.safetensors"])
    let cached = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache")
    #expect(cached.count { $0.hasPrefix("real-") } == 1)
  }

  /// An evaluation that takes minutes doesn't hold up who asks to stop.
  @Test func aSignalEndsAnEvaluation() throws {
    let process = Process()
    process.executableURL = Programs.folder.appending(path: "saddle-engine")
    process.arguments = ["train", config, "--quiet", "--set", "evaluation.samples=1000000"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SADDLE_CACHE": folder.path + "/cache"]
    ) { $1 }
    process.currentDirectoryURL = folder
    try process.run()
    let run = RunDirectory(folder.path + "/runs/squares")
    let deadline = Date().addingTimeInterval(120)
    while (try? RunRecord.read(run.record)) == nil, Date() < deadline {
      Thread.sleep(forTimeInterval: 0.05)
    }
    // Five steps take a fraction of that.
    Thread.sleep(forTimeInterval: 5)
    #expect(process.isRunning)
    let asked = Date()
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(Date().timeIntervalSince(asked) < 20)
    let record = try RunRecord.read(run.record)
    #expect(record.status == .stopped && record.step <= 5)
    #expect(CheckpointStore(folder: run.checkpoints, keep: 1).steps() == [record.step])
  }

  @Test func missingWeightsEndTheCommandBeforeTheRunExists() throws {
    let result = try program([
      "train", config, "--set", "evaluation.extractor=inception", "--set",
      "evaluation.weights=nowhere.safetensors",
    ])
    #expect(result.status == 64)
    #expect(result.errors.contains("evaluation.weights: "), "\(result.errors)")
    #expect(result.errors.contains("nowhere.safetensors"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/runs/squares"))
  }

  @Test func aMetricThatCantServeEndsTheCommandBeforeTheRunExists() throws {
    let result = try program(["train", config, "--set", "evaluation.metrics=[msssim]"])
    #expect(result.status == 64)
    #expect(
      result.errors.contains(
        "evaluation.metrics: ms-ssim could not be measured: MS-SSIM needs "
          + "images of 16"
      ),
      "\(result.errors)"
    )
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/runs/squares"))
  }

  @Test func aCacheThatCantBeWrittenIsAWarning() throws {
    try Data().write(to: folder.appending(path: "cache"))
    let result = try program(["train", config, "--quiet", "--steps", "5"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("can't be kept"), "\(result.errors)")
  }

  @Test func samplesOfTheBestCheckpointAndSayWhichThereAre() throws {
    try #require(try program(["train", config, "--quiet"]).status == 0)
    let best = try program(["sample", "runs/squares", "--checkpoint", "best", "--grid", "2"])
    #expect(best.status == 0, "\(best.errors)")
    let none = try program(["sample", "runs/squares", "--checkpoint", "7", "--grid", "2"])
    #expect(none.status == 64)
    #expect(none.errors.contains("no checkpoint of step 7; there are "), "\(none.errors)")
  }
}

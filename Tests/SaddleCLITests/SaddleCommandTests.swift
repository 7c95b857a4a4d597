// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleRuns
import SaddleTesting
import Testing

@testable import SaddleCLI

/// The built `saddle`, as a user calls it.
@Suite struct SaddleCommandTests {
  @Test func saysItsVersion() throws {
    let outcome = try Programs.saddle("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output == Program.version + "\n")
  }

  @Test func helpShowsEveryCommandOnce() throws {
    let outcome = try Programs.saddle("--help", environment: ["COLUMNS": "80"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    for name in EngineCommands.names + ["runs", "doctor"] {
      #expect(lines.filter { $0.hasPrefix("  \(name) ") }.count == 1, "\(name)")
    }
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func everyCommandOfTheEngineIsHandedOver() {
    let shown = Saddle.configuration.subcommands.map { $0.configuration.commandName }
    #expect(EngineCommands.names.allSatisfy { shown.contains($0) })
  }

  @Test func wrongUsageIsStatus64() throws {
    let wrong = try Programs.saddle("trian")
    #expect(wrong.status == 64)
    #expect(
      wrong.errors
        == "saddle: there is no command `trian`; did you mean train? "
        + "(`saddle --help` lists them all)\n"
    )
    #expect(try Programs.saddle("frobnicate").status == 64)
    #expect(try Programs.saddle("runs", "--frobnicate").status == 64)
  }

  @Test func aMissingEngineIsOneLineWithTheRemedy() throws {
    let folder = try TemporaryFolder()
    let copy = folder.url.appendingPathComponent("saddle")
    try FileManager.default.copyItem(
      at: Programs.folder.appendingPathComponent("saddle"),
      to: copy
    )
    let train = try Programs.run(copy, ["train", "ring"])
    #expect(train.status == 1)
    #expect(train.errors.split(separator: "\n").count == 1)
    #expect(train.errors.contains("saddle train needs the tensor engine"))
    #expect(train.errors.contains("make build"))

    let doctor = try Programs.run(copy, ["doctor"])
    #expect(doctor.status == 1)
    #expect(doctor.output.contains("failure  engine"))
    #expect(doctor.output.contains("-> run `make build` in the checkout"))
  }

  @Test func handsEveryArgumentOverToTheEngineBesideTheRealProgram() throws {
    let folder = try TemporaryFolder()
    // A stand-in that prints what it was called with, found through a symbolic link.
    for path in ["bin/saddle-engine", "other/libexec/saddle/saddle-engine"] {
      try folder.write("#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 7\n", to: path)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755],
        ofItemAtPath: folder.url.appendingPathComponent(path).path
      )
    }
    let files = FileManager.default
    try files.createDirectory(
      at: folder.url.appendingPathComponent("other/bin"),
      withIntermediateDirectories: true
    )
    for place in ["bin", "other/bin"] {
      let copy = folder.url.appendingPathComponent("\(place)/saddle")
      try files.copyItem(at: Programs.folder.appendingPathComponent("saddle"), to: copy)
      let link = folder.url.appendingPathComponent(place.replacingOccurrences(of: "/", with: "-"))
      let name = link.lastPathComponent + "-link"
      let path = folder.url.appendingPathComponent(name)
      try files.createSymbolicLink(at: path, withDestinationURL: copy)
      let outcome = try Programs.run(path, ["train", "a b", "--help", "--", "--set", "x=é"])
      #expect(outcome.output == "<train><a b><--help><--><--set><x=é>")
      #expect(outcome.status == 7)
      let help = try Programs.run(path, ["help", "train"])
      #expect(help.output == "<train><--help>")
    }
  }

  /// Threads that spin for long take the processor from the ones that they wait for.
  @Test func theEngineSpinsShortlyUnlessTheUserChose() throws {
    let folder = try TemporaryFolder()
    try folder.write("#!/bin/sh\necho \"$OMP_WAIT_POLICY $GOMP_SPINCOUNT\"\n", to: "saddle-engine")
    let copy = folder.url.appendingPathComponent("saddle")
    try FileManager.default.copyItem(at: Programs.folder.appendingPathComponent("saddle"), to: copy)
    chmod(folder.url.appendingPathComponent("saddle-engine").path, 0o755)
    #expect(try Programs.run(copy, ["train"]).output == " 300\n")
    for (name, expected) in [("OMP_WAIT_POLICY", "active \n"), ("GOMP_SPINCOUNT", " active\n")] {
      #expect(try Programs.run(copy, ["train"], environment: [name: "active"]).output == expected)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleImage
import SaddleRuns
import SaddleTerminal
import SaddleTorch
import SaddleTraining

/// `saddle-engine doctor --engine`: the part of `saddle doctor` that only the engine can answer.
struct EngineDoctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the tensor engine; called by `saddle doctor`.",
    shouldDisplay: false
  )

  @Flag(help: "Check the engine.")
  var engine = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let checks = [
      Self.version(), Self.library(), Self.threads(), Self.arithmetic(), Self.images(),
      Self.dataSets(),
    ]
    if json {
      let data = try JSONEncoder.stable().encode(checks)
      StandardOutput.print(json: String(decoding: data, as: UTF8.self))
    } else {
      for check in checks { StandardOutput.print(check.render(.standardOutput)) }
    }
    if checks.contains(where: { $0.state == .failure }) { throw ExitCode.failure }
  }

  private static func version() -> Check {
    do {
      try Engine.check()
      return .ok("engine", "LibTorch \(try Engine.version), as built for")
    } catch {
      return .failure("engine", error.cause, remedy: "run `make engine`, then `make build`")
    }
  }

  /// Which file the engine was really loaded from: another copy may stand in the way.
  private static func library() -> Check {
    let maps = SystemFile.text("/proc/self/maps") ?? ""
    let line = maps.split(separator: "\n").first { $0.contains("libtorch_cpu.so") }
    guard let line, let start = line.firstIndex(of: "/") else {
      return .warning("library", "place unknown", remedy: "nothing, if training works")
    }
    return .ok("library", String(line[start...]))
  }

  private static func threads() -> Check {
    do {
      return .ok("threads", "\(try Engine.threads) of the engine")
    } catch {
      return .failure("threads", error.cause, remedy: "run `make engine`, then `make build`")
    }
  }

  /// One product whose result is known: the library may load and still not fit the processor.
  private static func arithmetic() -> Check {
    do {
      let matrix = try Tensor([1, 2, 3, 4], shape: [2, 2])
      let found = try matrix.matmul(matrix).sum().item()
      guard found == 54 else {
        return .failure(
          "arithmetic",
          "a product came out as \(found), not 54",
          remedy: "run `make engine` again; if it repeats, this processor is not supported"
        )
      }
      return .ok("arithmetic", "a product came out right")
    } catch {
      return .failure("arithmetic", "\(error)", remedy: "run `make engine`, then `make build`")
    }
  }

  private static func images() -> Check {
    do {
      let image = try Image(width: 2, height: 1, channels: 1, pixels: [0, 255])
      let png = try ImageDecoder.decode(try image.encodePNG())
      let jpeg = try ImageDecoder.decode(try image.encodeJPEG(quality: 95))
      guard png.pixels == image.pixels, jpeg.width == 2 else {
        return .failure("images", "a picture came back wrong", remedy: "run `make build` again")
      }
      return .ok("images", "PNG and JPEG are written and read back")
    } catch {
      return .failure("images", "\(error)", remedy: "run `make engine`, then `make build`")
    }
  }

  private static func dataSets() -> Check {
    let locator = DataSetLocator()
    var found: [String] = []
    var missing: [String] = []
    for info in DataSetCatalog.all {
      if let folder = locator.all(info).first {
        found.append("\(info.name) (\(folder))")
      } else {
        missing.append(info.name)
      }
    }
    let detail = found.isEmpty ? "none prepared" : found.joined(separator: ", ")
    guard let first = missing.first else { return .ok("data sets", detail) }
    let rest = "not prepared: \(missing.joined(separator: ", "))"
    if found.isEmpty {
      return .warning("data sets", detail, remedy: "saddle data prepare \(first)")
    }
    return .ok("data sets", "\(detail); \(rest)")
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleRuns
import SaddleTerminal
import SaddleTraining

extension DataCommand {
  /// `saddle data list`: what there is, and what is prepared where.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the data sets: what, how many, how large, license, prepared or not and where."
    )

    @Flag(help: "Print JSON.")
    var json = false

    private struct Entry: Encodable {
      var name: String
      var summary: String
      var count: Int
      var size: Int
      var channels: Int
      var license: String
      var packages: [String]
      var downloadBytes: Int
      var prepared: [String]

      private enum CodingKeys: String, CodingKey {
        case name
        case summary
        case count
        case size
        case channels
        case license = "licence"
        case packages
        case downloadBytes
        case prepared
      }
    }

    func run() throws {
      let locator = DataSetLocator()
      let entries = DataSetCatalog.all.map { info in
        Entry(
          name: info.name,
          summary: info.summary,
          count: info.count,
          size: info.defaultSize,
          channels: info.channels,
          license: info.license,
          packages: info.packages,
          downloadBytes: info.downloadBytes,
          prepared: locator.all(info)
        )
      }
      if json {
        let encoder = JSONEncoder.stable(isPretty: true)
        StandardOutput.print(json: String(decoding: try encoder.encode(entries), as: UTF8.self))
        return
      }
      var table = Table([
        .text("set"), .number("images"), .text("size"), .number("download"), .text("prepared"),
      ])
      for entry in entries {
        table.append([
          Table.Cell(entry.name, .bold), Table.Cell("\(entry.count)"),
          Table.Cell("\(entry.size)x\(entry.size) \(entry.channels == 1 ? "gray" : "color")"),
          Table.Cell("\(entry.downloadBytes / 1_000_000) MB"),
          entry.prepared.isEmpty
            ? Table.Cell("no", .dim) : Table.Cell(entry.prepared.joined(separator: ", "), .green),
        ])
      }
      StandardOutput.print(table.render(.standardOutput))
      StandardOutput.print("")
      for entry in entries {
        StandardOutput.print("\(entry.name): \(entry.summary) (\(entry.license))")
      }
      StandardOutput.print(
        "\nMixtures need no files: ring, grid, spiral. Prepare a set: saddle data prepare NAME"
      )
    }
  }
}

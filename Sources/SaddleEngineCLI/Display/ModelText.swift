// SPDX-License-Identifier: Apache-2.0

import SaddleCLI
import SaddleReport
import SaddleTerminal
import SaddleText
import SaddleTraining

/// Networks and the costs of a step as tables for a terminal.
struct ModelText {
  private let model: ModelInspection
  private let terminal = Terminal.standardOutput

  init(_ model: ModelInspection) {
    self.model = model
  }

  /// The tables of both networks and of a step.
  var text: String {
    (model.networks.map { network($0.player.name, $0.summary) } + [step])
      .joined(separator: "\n\n")
  }

  private func network(_ title: String, _ summary: NetworkSummary) -> String {
    var table = Table([
      .text(title), .text("layer"), .text("output"), .number("trained"), .number("multiply-adds"),
    ])
    table.append(["", "input", Table.Cell(Self.shape(summary.inputShape))])
    for layer in summary.layers {
      table.append([
        Table.Cell(layer.name), Table.Cell(layer.kind), Table.Cell(Self.shape(layer.outputShape)),
        Table.Cell(Self.count(layer.parameters)), Table.Cell(Self.count(layer.multiplyAdds)),
      ])
    }
    if !summary.idleLayers.isEmpty {
      let trained = summary.idleLayers.reduce(0) { $0 + $1.parameters }
      table.append([
        "", Table.Cell("\(summary.idleLayers.count) layers of lower levels, not run"), "",
        Table.Cell(Self.count(trained)),
      ])
    }
    table.append([
      "total", "", Table.Cell(Self.shape(summary.outputShape)),
      Table.Cell(Self.count(summary.parameters)), Table.Cell(Self.count(summary.multiplyAdds)),
    ])
    return table.render(terminal)
  }

  private var step: String {
    let cost = model.cost
    let batch = model.configuration.training.batchSize
    var table = Table([.text("a step of \(batch)"), .number(""), .text("")])
    func row(_ name: String, _ value: String, _ remark: String = "") {
      table.append([Table.Cell(name), Table.Cell(value), Table.Cell(remark, .dim)])
    }
    row("multiply-adds", NumberText.short(cost.multiplyAddsPerStep), "all updates, about")
    row("  a generated sample", NumberText.short(cost.multiplyAddsPerImage))
    row("weights and buffers", NumberText.bytes(cost.parameterBytes))
    row("gradients", NumberText.bytes(cost.gradientBytes))
    row("optimizer state", NumberText.bytes(cost.optimizerBytes))
    if cost.averageBytes > 0 { row("averaged generator", NumberText.bytes(cost.averageBytes)) }
    row(
      "kept for gradients",
      NumberText.bytes(cost.activationBytes),
      "estimated from the layers' outputs"
    )
    row("all of it", NumberText.bytes(cost.totalBytes))
    if let peak = model.measuredPeakBytes {
      row("measured", NumberText.bytes(peak), "peak of a dry step, the averaged generator left out")
    }
    return table.render(terminal)
  }

  private static func shape(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: " x ")
  }

  private static func count(_ count: Int) -> String { count == 0 ? "" : NumberText.count(count) }
}

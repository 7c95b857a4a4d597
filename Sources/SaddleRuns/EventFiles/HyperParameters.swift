// SPDX-License-Identifier: Apache-2.0

/// A run's settings, as TensorBoard's HParams tab shows them.
public struct HyperParameters: Sendable, Equatable {
  /// A setting's value.
  public enum Value: Sendable, Equatable {
    /// A number.
    case number(Double)
    /// A word.
    case text(String)
    /// A switch.
    case flag(Bool)
  }

  /// The settings in the order in which they are shown.
  public var values: [(name: String, value: Value)]
  /// Tags of the scalars by which runs are compared.
  public var metrics: [String]

  /// Creates a set of settings.
  public init(_ values: KeyValuePairs<String, Value>, metrics: [String] = []) {
    self.init(values.map { ($0.key, $0.value) }, metrics: metrics)
  }

  /// Creates a set of settings from a list.
  public init(_ values: [(name: String, value: Value)], metrics: [String] = []) {
    self.values = values
    self.metrics = metrics
  }

  /// Returns whether both hold the same settings in the same order.
  public static func == (left: HyperParameters, right: HyperParameters) -> Bool {
    left.metrics == right.metrics && left.values.elementsEqual(right.values, by: ==)
  }

  /// Appends the two summaries that declare and fill the HParams tab.
  ///
  /// - Source: tensorflow/tensorboard, `tensorboard/plugins/hparams/plugin_data.proto`, `api.proto`.
  func write(startedAt: Double, to summary: inout ProtobufWriter) {
    plugin("_hparams_/experiment", to: &summary) { data in
      data.message(2) { experiment in
        experiment.double(3, startedAt)
        for (name, value) in values {
          experiment.message(4) { info in
            info.string(1, name)
            info.varint(4, value.type)
          }
        }
        for tag in metrics {
          experiment.message(5) { info in info.message(1) { $0.string(2, tag) } }
        }
      }
    }
    plugin("_hparams_/session_start_info", to: &summary) { data in
      data.message(3) { session in
        for (name, value) in values {
          session.message(1) { entry in
            entry.string(1, name)
            entry.message(2) { value.write(to: &$0) }
          }
        }
        session.double(5, startedAt)
      }
    }
  }

  private func plugin(
    _ tag: String,
    to summary: inout ProtobufWriter,
    fill: (inout ProtobufWriter) -> Void
  ) {
    summary.message(1) { value in
      value.string(1, tag)
      var content = ProtobufWriter()
      fill(&content)
      SummaryValue.writePlugin("hparams", content: content.bytes, to: &value)
      value.message(8) { tensor in
        tensor.varint(1, 1)  // DT_FLOAT
        tensor.message(2) { _ in }
        tensor.float(5, 0)
      }
    }
  }
}

extension HyperParameters.Value {
  fileprivate var type: Int64 {
    switch self {
    case .text: 1
    case .flag: 2
    case .number: 3
    }
  }

  fileprivate func write(to value: inout ProtobufWriter) {
    switch self {
    case .number(let number): value.double(2, number)
    case .text(let text): value.string(3, text)
    case .flag(let flag): value.varint(4, flag ? 1 : 0)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

/// One tagged value of a step, as an event file holds it.
public enum SummaryValue: Sendable, Equatable {
  /// A number; event files hold it in single precision, non-finite values included.
  case scalar(Double)
  /// A PNG file with its size in pixels and its count of channels.
  case image(png: [UInt8], width: Int, height: Int, channels: Int)
  /// Markdown, shown in TensorBoard's Text tab.
  case text(String)
  /// How numbers are spread.
  case histogram(Histogram)

  /// Appends this value as a `Summary.Value` with its tag.
  ///
  /// - Source: tensorflow/tensorboard, `tensorboard/compat/proto/summary.proto`.
  func write(tag: String, to summary: inout ProtobufWriter) {
    summary.message(1) { value in
      value.string(1, tag)
      switch self {
      case .scalar(let number):
        value.float(2, Float(number))
      case .image(let png, let width, let height, let channels):
        value.message(4) { image in
          image.varint(1, Int64(height))
          image.varint(2, Int64(width))
          image.varint(3, Int64(channels))
          image.data(4, png)
        }
      case .histogram(let histogram):
        value.message(5) { histogram.write(to: &$0) }
      case .text(let markdown):
        value.message(8) { tensor in
          tensor.varint(1, 7)  // DT_STRING
          tensor.message(2) { shape in shape.message(2) { $0.varint(1, 1) } }
          tensor.string(8, markdown)
        }
        SummaryValue.writePlugin("text", content: [], to: &value)
      }
    }
  }

  /// Appends the metadata that tells TensorBoard which plug-in shows a value.
  static func writePlugin(_ name: String, content: [UInt8], to value: inout ProtobufWriter) {
    value.message(9) { metadata in
      metadata.message(1) { plugin in
        plugin.string(1, name)
        if !content.isEmpty { plugin.data(2, content) }
      }
    }
  }
}

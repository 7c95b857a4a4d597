// SPDX-License-Identifier: Apache-2.0
import CTorch

/// Where a tensor's memory is and its operations run.
public enum Device: Sendable, Hashable, CustomStringConvertible {
  case cpu
  case cuda(Int)

  /// Reads "cpu", "cuda" or "cuda:1"; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case "cpu": self = .cpu
    case "cuda": self = .cuda(0)
    default:
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == "cuda", let index = Int(parts[1]),
        (0..<128).contains(index)
      else { return nil }
      self = .cuda(index)
    }
  }

  /// "cpu" or "cuda:0", as PyTorch writes it.
  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    }
  }

  var kind: st_device {
    switch self {
    case .cpu: ST_CPU
    case .cuda: ST_CUDA
    }
  }

  var index: Int32 {
    switch self {
    case .cpu: 0
    case .cuda(let index): Int32(clamping: index)
    }
  }
}

/// How the elements of an image batch lie in memory; shapes and values are the same in both.
public enum MemoryLayout2D: Sendable {
  /// Channel by channel: PyTorch's default.
  case contiguous
  /// Pixel by pixel: what convolutions on a CPU prefer. Four dimensions only.
  case channelsLast

  var engine: st_layout {
    switch self {
    case .contiguous: ST_CONTIGUOUS
    case .channelsLast: ST_CHANNELS_LAST
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
import CTorch

/// The engine's version and settings.
///
/// Settings hold for the whole process.
public enum Engine {
  /// Version that this program was built for, "2.15.0".
  public static var builtVersion: String {
    st_engine_header_version().map { String(cString: $0) } ?? ""
  }

  /// Version of the engine that was found at run time, "2.15.0".
  public static var version: String {
    get throws(TensorError) {
      let marker = "TORCH_VERSION="
      let text = try configuration
      guard let start = text.range(of: marker) else {
        throw TensorError(.other, "engine", cause: "the engine doesn't tell its version")
      }
      return String(text[start...].prefix { $0.isNumber || $0 == "." })
    }
  }

  /// The engine's account of how it was built and what it uses.
  public static var configuration: String {
    get throws(TensorError) {
      var buffer = [CChar](repeating: 0, count: 16384)
      var length = 0
      let capacity = buffer.count
      try perform("engine", []) { failure in
        st_engine_configuration(&buffer, capacity, &length, failure)
      }
      let bytes = buffer.prefix(min(length, capacity)).map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Makes sure that the engine found at run time is the one this program was built for.
  ///
  /// Call it first: another version may fail in any way.
  ///
  /// - Throws: `TensorError` that names both versions and the way out.
  public static func check() throws(TensorError) {
    let found = try version
    let minor = { (version: String) in version.split(separator: ".").prefix(2) }
    guard minor(found) == minor(builtVersion) else {
      throw TensorError(
        .other,
        "engine",
        cause: "LibTorch \(found) was loaded where \(builtVersion) is needed; "
          + "run `make engine` and remove other copies from LD_LIBRARY_PATH"
      )
    }
  }

  /// Number of threads inside an operation.
  public static var threads: Int {
    get throws(TensorError) {
      var count: Int32 = 0
      try perform("threads", []) { failure in st_get_threads(&count, failure) }
      return Int(count)
    }
  }

  /// Sets the number of threads inside an operation, for the whole process; results may differ in
  /// their last bits.
  public static func setThreads(_ count: Int) throws(TensorError) {
    try perform("threads", []) { failure in st_set_threads(Int32(clamping: count), failure) }
  }

  /// Loads a library of the engine for good, such as `libtorch_cuda.so`, which adds a device.
  public static func load(library path: String) throws(TensorError) {
    try perform("load_library", []) { failure in st_load_library(path, failure) }
  }

  /// Number of devices of a kind that can be used: 1 for the CPU, 0 where there is no GPU.
  public static func count(of device: Device) throws(TensorError) -> Int {
    var count: Int32 = 0
    try perform("devices", []) { failure in st_device_count(device.kind, &count, failure) }
    return Int(count)
  }

  /// Waits until all work on a device is done.
  public static func synchronize(_ device: Device) throws(TensorError) {
    try perform("synchronize", []) { failure in
      st_synchronize(device.kind, device.index, failure)
    }
  }

  /// Tensors made on this thread less those freed on it; for tests of leaks.
  public static var liveTensorsOfThread: Int { Int(st_live_handles_of_thread()) }
}

extension String {
  /// The index after the first occurrence of `part`; spares Foundation.
  fileprivate func range(of part: String) -> Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return index(start, offsetBy: part.count) }
      start = index(after: start)
    }
    return nil
  }
}

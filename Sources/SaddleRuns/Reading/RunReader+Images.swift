// SPDX-License-Identifier: Apache-2.0

import Synchronization

extension RunReader {
  /// Calls `body` with each picture of the run's event files: step, tag, encoded bytes.
  ///
  /// One picture is in memory beside a piece of the file. Other formats hold none.
  ///
  /// - Throws: `FileError`, and what `body` throws.
  public func readImages(_ body: (_ step: Int, _ tag: String, _ bytes: [UInt8]) throws -> Void)
    throws
  {
    for source in sources where source.source.importer.id == EventFileImporter.id {
      for file in source.source.files { try RunReader.readImages(of: file.path, body) }
    }
  }

  private final class Basket: Sendable {
    let pictures = Mutex<[(step: Int, tag: String, bytes: [UInt8])]>([])
  }

  private static func readImages(
    of path: String,
    _ body: (Int, String, [UInt8]) throws -> Void
  ) throws {
    let basket = Basket()
    var parser = EventFileParser { step, tag, bytes in
      basket.pictures.withLock { $0.append((step, tag, bytes)) }
    }
    var rows = ParsedRows()
    func empty() throws {
      let pictures = basket.pictures.withLock { pictures in
        defer { pictures.removeAll() }
        return pictures
      }
      for picture in pictures { try body(picture.step, picture.tag, picture.bytes) }
      rows.removeRows()
    }
    try FileChunks(path).read { bytes in
      parser.consume(bytes, into: &rows)
      try empty()
    }
    parser.finish(into: &rows)
    try empty()
  }
}

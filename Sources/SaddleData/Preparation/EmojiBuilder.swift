// SPDX-License-Identifier: Apache-2.0

import Foundation
internal import SaddleImage
import SaddleRuns

/// The pictures of Google's Noto Color Emoji, scaled to fit and centered.
struct EmojiBuilder: SetBuilder {
  let hasTransparency = true
  let joinsSimilar = true
  let splitRule = """
    whole drawings: variants of one drawing (skin tone, hair, gender) and pictures whose 12x12 \
    thumbnails differ by less than 3 of 255 on average stay in the same part
    """

  private static let fontPath = "usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"

  func pictures(
    in root: String,
    _ request: PrepareRequest,
    report: inout DataReport,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(DataError) -> [PreparedPicture] {
    let path = "\(root)/\(Self.fontPath)"
    guard let data = try? RegularFile.read(path) else {
      throw DataError(.notFound, "\(path) is missing: not the package fonts-noto-color-emoji")
    }
    let font = try FontReader(Array(data))
    let glyphs = font.glyphs
    let results = parallelMap(
      glyphs.count,
      workers: request.workers,
      progress: { progress($0, glyphs.count) }
    ) { index in
      PictureWork.fit(font.png(of: glyphs[index]), request)
    }
    return PictureWork.collect(results, report: &report) { index in
      let glyph = glyphs[index]
      let code = PictureWork.name(glyph.codePoints)
      let key = PictureWork.name(NearCopies.emojiKey(glyph.codePoints))
      return glyph.codePoints.isEmpty
        ? ("glyph\(glyph.number)", nil, "glyph\(glyph.number)") : (code, nil, key)
    }
  }
}

/// The pictures of EmojiOne as packaged for Ruby, with their categories.
struct GemojioneBuilder: SetBuilder {
  let hasTransparency = true
  let joinsSimilar = true
  let splitRule = EmojiBuilder().splitRule

  private static let gems = "usr/share/rubygems-integration/all/gems"

  private struct Entry: Decodable {
    var unicode: String
    var category: String
  }

  func pictures(
    in root: String,
    _ request: PrepareRequest,
    report: inout DataReport,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(DataError) -> [PreparedPicture] {
    let gems = (try? FileWork.names(in: "\(root)/\(Self.gems)")) ?? []
    guard let gem = gems.first(where: { $0.hasPrefix("gemojione-") }) else {
      throw DataError(.notFound, "\(root)/\(Self.gems)/gemojione-* is missing: not ruby-gemojione")
    }
    let folder = "\(root)/\(Self.gems)/\(gem)"
    let categories = try Self.categories("\(folder)/config/index.json")
    let names = try FileWork.names(in: "\(folder)/assets/png").filter { $0.hasSuffix(".png") }
    let results = parallelMap(
      names.count,
      workers: request.workers,
      progress: { progress($0, names.count) }
    ) { index in
      PictureWork.fit(path: "\(folder)/assets/png/\(names[index])", request)
    }
    return PictureWork.collect(results, report: &report) { index in
      let stem = names[index].dropLast(4).lowercased()
      let codePoints = stem.split(separator: "-").compactMap { UInt32($0, radix: 16) }
      let key = PictureWork.name(NearCopies.emojiKey(codePoints))
      return (PictureWork.name(codePoints), categories[stem] ?? "other", key)
    }
  }

  private static func categories(_ path: String) throws(DataError) -> [String: String] {
    guard let data = try? RegularFile.read(path),
      let index = try? JSONDecoder().decode([String: Entry].self, from: data)
    else { throw DataError(.damaged, "\(path): no index of emoji with code point and category") }
    let pairs = index.values.map { ($0.unicode.lowercased(), $0.category) }
    return Dictionary(pairs) { first, second in min(first, second) }
  }
}

/// What the builders share.
enum PictureWork {
  /// Decodes a picture and centers it in the square asked for.
  static func fit(_ bytes: [UInt8], _ request: PrepareRequest) -> Result<Image, ImageError> {
    do throws(ImageError) {
      let image = try ImageDecoder.decode(bytes, background: request.background)
      return .success(try fit(image, request))
    } catch { return .failure(error) }
  }

  static func fit(path: String, _ request: PrepareRequest) -> Result<Image, ImageError> {
    do throws(ImageError) {
      let image = try ImageDecoder.decode(path: path, background: request.background)
      return .success(try fit(image, request))
    } catch { return .failure(error) }
  }

  private static func fit(_ image: Image, _ request: PrepareRequest) throws(ImageError) -> Image {
    try image.converted(toChannels: request.info.channels).fitted(
      width: request.size,
      height: request.size,
      fit: .contain,
      filter: .area,
      background: request.background
    )
  }

  /// Keeps what was read, names what was not; a name that comes twice gets a number.
  static func collect(
    _ results: [Result<Image, ImageError>],
    report: inout DataReport,
    describe: (Int) -> (name: String, className: String?, key: String)
  ) -> [PreparedPicture] {
    var pictures: [PreparedPicture] = []
    var used: [String: Int] = [:]
    report.filesFound += results.count
    for (index, result) in results.enumerated() {
      let (name, className, key) = describe(index)
      switch result {
      case .failure(let error):
        report.skip(error, named: name)
      case .success(let image):
        let repeats = used[name, default: 0]
        used[name] = repeats + 1
        let unique = repeats == 0 ? name : "\(name)-\(repeats + 1)"
        pictures.append(
          PreparedPicture(name: unique, className: className, image: image, key: key)
        )
      }
    }
    report.filesRead += pictures.count
    return pictures
  }

  /// Returns code points as a file name: `u1f44d_1f3fb`.
  static func name(_ codePoints: [UInt32]) -> String {
    "u" + codePoints.map { String($0, radix: 16) }.joined(separator: "_")
  }
}

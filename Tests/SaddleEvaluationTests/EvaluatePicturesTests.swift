// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleDataSamples
@testable import SaddleEvaluation
@testable import SaddleImage

/// `saddle evaluate` on pictures of every kind.
@Suite struct EvaluatePicturesTests: EvaluateFolder {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Every picture of a kind that people really have is measured; the name's ending isn't trusted.
  private static func unusual() throws -> [(name: String, bytes: [UInt8])] {
    let cmyk = [UInt8](repeating: 200, count: 16 * 16 * 4)
    let lines = (0..<8).flatMap { (line: Int) -> [UInt8] in
      [0] + [UInt8](repeating: UInt8(line * 20), count: 8 * 2)
    }
    let jpeg = try PictureBytes.image(40, 30).encodeJPEG()
    return [
      ("wide.png", try PictureBytes.image(301, 7).encodePNG()),
      ("tall.jpg", try PictureBytes.image(9, 211).encodeJPEG()),
      ("dot.png", try PictureBytes.image(1, 1).encodePNG()),
      ("gray.png", try PictureBytes.image(33, 17, channels: 1).encodePNG()),
      ("gray.jpg", try PictureBytes.image(33, 17, channels: 1).encodeJPEG()),
      ("deep16.png", PictureBytes.png(8, 8, depth: 16, type: 0, lines: lines)),
      (
        "alpha.png",
        try encodePNGPixels(
          PictureBytes.gradient(12, 10, channels: 4),
          width: 12,
          height: 10,
          channels: 4
        )
      ),
      ("cmyk.jpeg", try encodeJPEGPixels(cmyk, width: 16, height: 16, channels: 4)),
      ("really-a-jpeg.png", jpeg),
      ("sub/turned.jpg", PictureBytes.oriented(jpeg, 6)),
    ]
  }

  /// What can't be read, and what its line says.
  private static func broken() throws -> [(name: String, bytes: [UInt8], cause: String)] {
    let whole = try PictureBytes.image(40, 40).encodePNG()
    let side = PictureSamples.bigEndian(30_000)
    let bomb =
      PictureSamples.signature + PictureSamples.chunk("IHDR", side + side + [8, 0, 0, 0, 0])
      + PictureSamples.chunk("IDAT", [UInt8](repeating: 0, count: 900_000))
    return [
      ("truncated.png", Array(whole.prefix(whole.count / 2)), "ends before the picture does"),
      ("empty.jpg", [], "empty file"),
      ("text.png", Array("not a picture".utf8), "neither PNG nor JPEG"),
      ("bomb.png", bomb, "30000 x 30000"),
    ]
  }

  @Test func picturesOfEveryKindAreMeasuredOrNamed() throws {
    let (unusual, broken) = (try Self.unusual(), try Self.broken())
    for picture in unusual { try write(picture.bytes, "real/\(picture.name)") }
    for picture in broken { try write(picture.bytes, "real/\(picture.name)") }
    try folder.write("", to: "real/notes.webp")
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "real/folder.png"),
      withIntermediateDirectories: true
    )
    try pictures("fake")
    let outcome = try evaluate("--real real --fake fake --metrics fid --json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try counts(outcome) == [unusual.count, 6])
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("left out ") }
    #expect(lines.count == broken.count + 1, "\(outcome.errors)")
    for picture in broken {
      let line = lines.first { $0.contains("real/\(picture.name): ") }
      #expect(line?.contains(picture.cause) == true, "\(picture.name): \(outcome.errors)")
    }
    #expect(lines.contains { $0.contains("real/folder.png: a folder, not a file") })
    #expect(outcome.errors.contains("real: passed over 1 .webp: only PNG and JPEG are read"))
  }

  @Test func aFolderWithNothingReadableEndsWithItsCauses() throws {
    for picture in try Self.broken() { try write(picture.bytes, "real/\(picture.name)") }
    try pictures("fake")
    expect(try evaluate("--real real --fake fake"), 1, says: "real: none of its 4 files")
  }

  @Test func picturesOfTwoSizesAreNamedWhereOneIsNeeded() throws {
    try pictures("real")
    try pictures("fake")
    let outcome = try evaluate("--real real --fake fake --metrics ms-ssim")
    expect(outcome, 1, says: "--size")
  }

  @Test func aTorchScriptInceptionIsTakenAsItIs() throws {
    try pictures("real")
    try pictures("fake")
    let file = Data(base64Encoded: TinyDetector.base64, options: .ignoreUnknownCharacters)
    try write([UInt8](#require(file)), "nvidia.pt")
    let outcome = try evaluate(
      "--real real --fake fake --inception nvidia.pt --metrics fid,is --splits 1 --json"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let reports = try JSONDecoder().decode(
      [EvaluationReport].self,
      from: Data(outcome.output.utf8)
    )
    let fields = try #require(reports.first?.results.first?.protocolFields)
    #expect(fields.extractor == "inception" && fields.resize == "inside the TorchScript file")
    #expect(try #require(reports[0].value("is")) >= 1)
    expect(
      try evaluate("--real real --fake fake --inception nvidia.pt --resize clean"),
      64,
      says: "leave --resize away"
    )
  }
}

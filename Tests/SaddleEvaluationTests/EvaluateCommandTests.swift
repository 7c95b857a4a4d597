// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import SaddleTorch
import Testing

@testable import SaddleDataSamples
@testable import SaddleEvaluation
@testable import SaddleImage

/// `saddle evaluate` as a user calls it: pictures of every kind, and every way to ask wrongly.
@Suite struct EvaluateCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs the command with arguments that have no spaces.
  private func evaluate(_ arguments: String) throws -> Outcome {
    try Programs.run(
      Programs.folder.appending(path: "saddle-engine"),
      ["evaluate"] + arguments.split(separator: " ").map(String.init),
      in: folder.url,
      environment: ["OMP_NUM_THREADS": "1"]
    )
  }

  private func write(_ bytes: [UInt8], _ path: String) throws {
    try folder.write("", to: path)
    try Data(bytes).write(to: folder.url.appending(path: path))
  }

  private func pictures(_ name: String, count: Int = 6) throws {
    for index in 0..<count {
      try write(PictureBytes.image(20 + index, 16).encodePNG(), "\(name)/\(index).png")
    }
  }

  /// Ends with that status, one line naming the cause, and nothing on standard output.
  private func expect(
    _ outcome: Outcome,
    _ status: Int32,
    says parts: String...,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.output == "", sourceLocation: location)
    for part in parts {
      #expect(outcome.errors.contains(part), "\(outcome.errors)", sourceLocation: location)
    }
  }

  private func counts(_ outcome: Outcome) throws -> [Int?] {
    let reports = try JSONDecoder().decode([EvaluationReport].self, from: Data(outcome.output.utf8))
    let fields = try #require(reports.first?.results.first?.protocolFields)
    return [fields.realCount, fields.fakeCount]
  }

  // MARK: - Pictures

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
      1,
      says: "leave --resize away"
    )
  }

  // MARK: - Sides

  @Test func sidesThatArentThereAreNamed() throws {
    try pictures("real")
    try folder.write("", to: "empty/notes.txt")
    expect(try evaluate("--real rael --fake real"), 64, says: "rael: no such folder")
    expect(try evaluate("--real real --fake fkae"), 64, says: "fkae: no such folder")
    expect(
      try evaluate("--real empty --fake real"),
      1,
      says: "empty: no PNG or JPEG file in it; there are 1 .txt: only PNG and JPEG are read"
    )
    expect(try evaluate("--real real/0.png --fake real"), 1, says: "real/0.png is a file")
    expect(try evaluate("--real real"), 64, says: "--fake")
  }

  @Test func aRunThatIsNotThereIsNamedWithWhatIs() throws {
    try pictures("runs/ring")
    let outcome = try evaluate("--fake runs/none")
    expect(outcome, 64, says: "runs/none: no such folder or run; runs has ring")
    expect(try evaluate("--real data:runs/none --fake runs/ring"), 64, says: "runs/none: no such")
  }

  @Test(arguments: [
    ("webp", "3 .webp, 1 .gif: only PNG and JPEG are read; `mogrify -format png *.webp`"),
    ("txt", "3 .txt, 1 .gif: only PNG and JPEG are read; `mogrify -format png *.gif`"),
  ])
  func picturesOfOtherKindsAreNamedByKind(ending: String, says: String) throws {
    for index in 0..<3 { try folder.write("RIFF", to: "real/\(index).\(ending)") }
    try folder.write("GIF89a", to: "real/a/x.GIF")
    try pictures("fake")
    expect(try evaluate("--real real --fake fake"), 1, says: says)
    let shown = try Programs.shell("\"$SADDLE\" data show real", in: folder)
    #expect(shown.status == 1 && shown.errors.contains(says), "\(shown.errors)")
    try pictures("real")
    let outcome = try evaluate("--real real --fake fake --metrics fid --extractor pixels --size 8")
    #expect(outcome.status == 0 && outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test func aFolderOfASetsNameIsShown() throws {
    try pictures("photos")
    let shown = try Programs.shell("\"$SADDLE\" data show photos --size 16", in: folder)
    #expect(shown.status == 0 && shown.output.contains("6 pictures"), "\(shown.errors)")
  }

  // MARK: - What is wrong with one number or set

  @Test func aMetricThatFailsLeavesTheOthers() throws {
    try pictures("real")
    try pictures("fake")
    let outcome = try evaluate("--real real --fake fake --metrics is,fid,ms-ssim --json")
    #expect(outcome.status == 1, "\(outcome.errors)")
    let reports = try JSONDecoder().decode([EvaluationReport].self, from: Data(outcome.output.utf8))
    #expect(reports.first?.results.map(\.metric) == ["fid"])
    #expect(reports.first?.failures?.map(\.metric) == ["is", "ms-ssim"])
    let text = try evaluate("--real real --fake fake --metrics is,fid")
    #expect(text.status == 1 && text.output.contains("fid"))
    #expect(text.output.contains("is could not be measured: 6 images can't be split 10 times"))
    // Where nothing is left, nothing is printed.
    expect(
      try evaluate("--real real --fake fake --metrics is"),
      1,
      says: "is could not be measured"
    )
  }

  private func warnings(_ arguments: String) throws -> [String] {
    let outcome = try evaluate(arguments + " --metrics fid --json")
    try #require(outcome.status == 0, "\(outcome.errors)")
    let reports = try JSONDecoder().decode([EvaluationReport].self, from: Data(outcome.output.utf8))
    return reports.flatMap(\.warnings)
  }

  @Test func sizesThatDifferAreSaid() throws {
    for index in 0..<4 {
      try write(PictureBytes.image(16, 16).encodePNG(), "real/\(index).png")
      try write(PictureBytes.image(20, 20, channels: 1).encodePNG(), "fake/\(index).png")
      try write(PictureBytes.image(14 + index * 2, 16).encodePNG(), "mixed/\(index).png")
    }
    let found = try warnings("--real real --fake fake").filter { $0.contains("scaling") }
    #expect(found.count == 1)
    #expect(found.first?.contains("real images are 16 x 16 in color") == true, "\(found)")
    #expect(found.first?.contains("fake ones 20 x 20 gray") == true, "\(found)")
    // A real set of several sizes that has the fakes' among them is what it is.
    #expect(try !warnings("--real mixed --fake real").contains { $0.contains("scaling") })
    #expect(try !warnings("--real real --fake fake --size 16").contains { $0.contains("20 x 20") })
  }

  @Test func copiesAreSaid() throws {
    try pictures("real")
    for index in 0..<6 {
      try write(PictureBytes.image(30 + index % 2, 16).encodePNG(), "fake/\(index).png")
    }
    let found = try warnings("--real real --fake fake")
    #expect(
      found.contains { $0.hasPrefix("only 2 of 6 fake images are different ones") },
      "\(found)"
    )
    #expect(!found.contains { $0.contains("real images are different") })
    #expect(
      try warnings("--real real --fake real").contains {
        $0 == "6 of 6 fake images are exact copies of real ones"
      }
    )
  }

  @Test func classCountsAreShown() throws {
    try pictures("real/cat", count: 4)
    try pictures("real/dog", count: 3)
    try pictures("fake/cat", count: 2)
    let arguments = "--real real --fake fake --metrics fid"
    let text = try evaluate(arguments)
    #expect(text.output.contains("classes (fake/real): cat 2/4, dog 0/3"), "\(text.output)")
    let json = try evaluate(arguments + " --json")
    let reports = try JSONDecoder().decode([EvaluationReport].self, from: Data(json.output.utf8))
    #expect(reports.first?.classes?.map(\.real) == [4, 3])
  }

  @Test func moreThanThereAreIsMeasuredWithAWarning() throws {
    try pictures("real")
    try pictures("fake", count: 4)
    let outcome = try evaluate(
      "--real real --fake fake --metrics fid --extractor pixels --size 8 --count 5 --json"
    )
    #expect(outcome.status == 0)
    #expect(try counts(outcome) == [5, 4])
    #expect(outcome.errors.contains("warning: 5 images were asked for, and fake fake has 4"))
    expect(try evaluate("--real real --fake fake --count 1"), 64, says: "--count")
  }

  @Test func aMisspeltMetricGetsTheNearestName() throws {
    try pictures("a")
    try pictures("b")
    let outcome = try evaluate("--real a --fake b --metrics fid,recal")
    expect(outcome, 64, says: "'recal'; did you mean 'recall'?", "coverage")
  }

  // MARK: - Statistics

  @Test func savedStatisticsGiveTheNumberOfTheirImages() throws {
    try pictures("real")
    try pictures("fake", count: 5)
    let direct = try evaluate("--real real --fake fake --metrics fid --save-stats s.npz --json")
    let saved = try evaluate("--real s.npz --fake fake --metrics fid --json")
    #expect(direct.status == 0 && saved.status == 0, "\(direct.errors) \(saved.errors)")
    let decoder = JSONDecoder()
    let reports = try [direct, saved].map {
      try decoder.decode([EvaluationReport].self, from: Data($0.output.utf8))[0].results[0]
    }
    #expect(abs(reports[0].value - reports[1].value) <= 1e-6 * reports[0].value)
    #expect(reports[0].fingerprint == reports[1].fingerprint)
    expect(
      try evaluate("--real s.npz --fake fake --metrics kid"),
      1,
      says: "s.npz holds mean and covariance only"
    )
    expect(
      try evaluate("--real s.npz --fake fake --metrics fid --extractor pixels"),
      1,
      says: "s.npz was computed with lite0",
      "pixels",
      "don't compare"
    )
  }

  @Test func statisticsThatCantServeAreNamed() throws {
    try pictures("fake")
    try write([0x50, 0x4B, 3, 4, 9], "damaged.npz")
    let arrays = [
      ("mu.npy", NumpyArray(shape: [2], values: [1, 2]).bytes),
      ("sigma.npy", NumpyArray(shape: [2, 2], values: [1, 0, 0, 1]).bytes),
    ]
    try write(ZipArchive.write(arrays), "two.npz")
    let outcome = { (file: String) in
      try evaluate("--real \(file) --fake fake --metrics fid")
    }
    expect(try outcome("nowhere.npz"), 64, says: "nowhere.npz: ")
    expect(try outcome("damaged.npz"), 1, says: "damaged.npz: ")
    expect(try outcome("two.npz"), 1, says: "two.npz holds 2 features and lite0 gives 1280")
    expect(try evaluate("--real fake --fake two.npz"), 1, says: "two.npz")
  }

  // MARK: - Outputs

  @Test func theNearestRealImageOfEachFakeIsNamedAndShown() throws {
    try pictures("real")
    try pictures("fake", count: 3)
    let outcome = try evaluate(
      "--real real --fake fake --metrics memorization --nearest n.csv --picture pairs.png"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let table = try String(contentsOf: folder.url.appending(path: "n.csv"), encoding: .utf8)
    let lines = table.split(separator: "\n")
    #expect(lines[0] == "fake,nearest_real,distance,second_distance,near_copy")
    // The fakes are copies of the first three.
    for index in 0..<3 { #expect(lines[index + 1].hasPrefix("\(index).png,\(index).png,")) }
    let picture = try ImageDecoder.decode(path: folder.url.appending(path: "pairs.png").path)
    #expect(picture.width > 6 * 20)
  }

  @Test func whatCantBeWrittenIsToldBeforeTheWork() throws {
    try pictures("real")
    for option in ["--save-stats", "--picture", "--nearest"] {
      let outcome = try evaluate("--real real --fake real \(option) nowhere/x")
      expect(outcome, 1, says: "nowhere/x: the folder nowhere isn't there")
    }
  }

  /// `/dev/full` takes a file's name and no byte.
  @Test func aFullDiskIsAnError() throws {
    try pictures("real")
    let engine = Programs.folder.appending(path: "saddle-engine").path
    let outcome = try Programs.run(
      URL(filePath: "/bin/sh"),
      ["-c", "'\(engine)' evaluate --real real --fake real --metrics swd --size 32 > /dev/full"],
      in: folder.url
    )
    expect(outcome, 1, says: "standard output", "space")
  }

  // MARK: - Comparisons

  @Test func reportsFoundAnotherWayAreRefusedWithTheReason() throws {
    try pictures("real")
    try pictures("fake", count: 4)
    let first = try evaluate("--real real --fake fake --metrics fid --json")
    try folder.write(first.output, to: "first.json")
    let same = try evaluate("--real real --fake fake --metrics fid --compare first.json")
    #expect(same.status == 0 && same.output.contains("fingerprint"))
    let other = try evaluate(
      "--real real --fake fake --metrics fid --compare first.json --extractor lite0 --count 3"
    )
    expect(other, 1, says: "can't be compared", "real images: 6 and 3", "fake images: 4 and 3")
  }
}

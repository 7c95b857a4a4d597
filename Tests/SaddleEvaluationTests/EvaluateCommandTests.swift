// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import SaddleTorch
import Testing

@testable import SaddleEvaluation
@testable import SaddleImage

/// `saddle evaluate` as a user calls it, and every way to ask wrongly.
@Suite struct EvaluateCommandTests: EvaluateFolder {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

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
    expect(try evaluate("--real real/0.png --fake real"), 64, says: "real/0.png is a file")
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
    try pictures("plain", count: 2)
    let plain = try evaluate("--real real --fake plain --metrics fid")
    #expect(plain.output.contains("classes (fake/real): cat ?/4, dog ?/3"), "\(plain.output)")
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

// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleRunsSamples
import Testing

/// No file of the corpora is read by the importer of another form.
///
/// A form is told here by one mark of its own, which the importers don't share: a file with the mark
/// must go to that importer, and one without it must not.
@Suite struct CorpusFormatTests {
  private static let marks: KeyValuePairs<String, String> = [
    "stylegan-metric": #"^\{"results": "#,
    "stylegan-metric-text": #"(?m)^network-snapshot-\d+ +time "#,
    "stylegan-log": #"(?m)^tick \d+ +kimg "#, "studiogan": #"> Step: +\d+ +Progress: "#,
    "cyclegan": #"(?m)^\(epoch: \d+, iters: \d+, time: "#,
    "dcgan": #"(?m)^\[\d+/\d+\]\[\d+/\d+\]\s+Loss_D: "#, "ml-mastery": #"(?m)^>\d+, "#,
    "keras-gan": #"(?m)^(?:epoch )?\d+(?:/\d+)?:? \[D loss"#,
    "pytorch-gan": #"\[Epoch \d+/\d+\] \[Batch \d+/\d+\]"#,
    "keras": #"\d(?:ms|us|s)/(?:step|epoch) - |\] - ETA: "#,
    "hifi-gan": #"(?m)^Steps : \d+, Gen Loss Total : "#,
    "basicsr": #"\[epoch: +\d+, iter: +[\d,]+, lr:\("#, "mimicry": #"\[Global Step: \d+/\d+\]"#,
    "rosinality": #"d: [\d.]+; g: [\d.]+; r1: "#, "lucidrains": #"\bG: [-\d.nainf]+ \| D: "#,
    "gan-stability": #"\[epoch \d+, it +\d+\] g_loss = "#,
    "gan-zoo": #"(?m)^\[\d+ : +\d+\] loss G : "#,
    "mmengine": #"Iter(?:\(train\))? \[ *\d+/\d+\]"#,
    "vits": #"INFO\S*\s?\[\d[-\d., e]*\]|Losses: \[|loss_disc="#,
    "motion": #"(?m)^\d{8}\) \w[\w-]* - "#, "keras-acgan": #"(?m)^component +\| "#,
    "wav2lip": #"L1: [\d.]+, Sync: [\d.]+, Percep: "#, "tensors": #"(?m)^tensor\("#,
    "notebook": #"(?s)^\s*\{.*"cells":"#,
  ]

  /// The text of a file's beginning; nil where it is binary.
  private static func text(_ path: String) -> String? {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)).prefix(64 << 10),
      !bytes.contains(0)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The importers whose mark is in a text.
  private static func marked(_ text: String) -> Set<String> {
    var found: Set<String> = []
    for (format, mark) in marks where text.range(of: mark, options: .regularExpression) != nil {
      found.insert(format)
    }
    // The console log has lines of the other between its own, and is read whole.
    if found.contains("stylegan-log") { found.remove("stylegan-metric-text") }
    // Its tables stand between progress bars.
    if found.contains("keras-acgan") { found.remove("keras") }
    return found
  }

  @Test(arguments: LogSample.all)
  func eachSampleHasTheMarkOfItsFormAlone(_ sample: LogSample) {
    let marked = Self.marked(sample.text)
    let isSpecific = Self.marks.contains { $0.key == sample.format }
    #expect(marked == (isSpecific ? [sample.format] : []), "\(sample)")
  }

  @Test func noFileOfTheCorporaGoesToAnotherImporter() throws {
    guard let shared = Self.shared else {
      print("CorpusFormatTests: ../shared is absent, nothing to read")
      return
    }
    var counts: [String: Int] = [:]
    for part in ["cases", "runs"] {
      for case let name as String in FileManager.default.enumerator(atPath: "\(shared)/\(part)")
        ?? .init()
      {
        try check("\(shared)/\(part)/\(name)", &counts)
      }
    }
    #expect(counts.values.reduce(0, +) >= 150)
  }

  private func check(_ path: String, _ counts: inout [String: Int]) throws {
    let ending = path.split(separator: ".").last ?? ""
    guard let text = Self.text(path), !text.isEmpty, !["py", "png"].contains(ending),
      !path.hasSuffix("/case.json")
    else { return }
    let probe = LogProbe(path: path, head: Array(text.utf8))
    guard let format = ImporterCatalog.builtIn.recognize(probe)?.type.id else {
      #expect(Self.marked(text).isEmpty, "\(path) is not recognized")
      return
    }
    counts[format, default: 0] += 1
    let marked = Self.marked(text)
    if marked.isEmpty {
      let isTable = ["csv", "tsv"].contains(ending)
      let isJSON = text.first { !$0.isWhitespace } == "{" || text.hasPrefix("[\n")
      let general =
        isTable ? ["csv"] : isJSON ? ["json"] : ["keyvalue", "csv", "column", "metric-log"]
      #expect(general.contains(format), "\(path)")
    } else {
      #expect(marked.contains(format), "\(path)")
    }
  }

  /// The folder of the corpora beside the checkout.
  private static let shared: String? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    let path = root.appendingPathComponent("shared").path
    return FileManager.default.fileExists(atPath: path + "/cases") ? path : nil
  }()
}

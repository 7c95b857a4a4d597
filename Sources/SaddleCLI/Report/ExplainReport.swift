// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleReport
import SaddleRuns
import SaddleTerminal

/// The declaration of a symptom and its detector, laid out for a terminal.
struct ExplainReport {
  private let guide: SymptomGuide
  private let info: DetectorInfo?
  private let style: ReportStyle

  /// Creates the text for a symptom.
  init(_ symptom: Symptom, _ style: ReportStyle) {
    guide = symptom.guide
    info = Self.info(symptom)
    self.style = style
  }

  /// What the detector of a symptom declares.
  static func info(_ symptom: Symptom) -> DetectorInfo? {
    DetectorCatalog.builtIn.types.map { $0.info }.first { $0.symptom == symptom }
  }

  /// The whole text.
  var text: String {
    var writer = ReportWriter(style)
    writer.line(
      style.paint(guide.heading, .bold) + "  " + style.paint(guide.symptom.rawValue, .dim)
    )
    writer.heading("What it is")
    writer.paragraph(guide.meaning)
    writer.heading("How it is measured")
    writer.paragraph(guide.measurement)
    limits(&writer)
    if let info { detector(info, &writer) }
    if guide.symptom.isStructural {
      writer.line()
      writer.paragraph(
        "before training, by `saddle model` and `saddle train`",
        indent: 12,
        lead: "  Found",
        leadInk: .dim
      )
    }
    writer.heading("When the rule is wrong or silent")
    writer.paragraph(guide.caveat)
    remedies(&writer)
    if !guide.sources.isEmpty { writer.heading("Sources") }
    for source in guide.sources { writer.paragraph(source, indent: 4, lead: "  ·") }
    return writer.text
  }

  /// Each limit with its unit and where it is from.
  private func limits(_ writer: inout ReportWriter) {
    guard !guide.limits.isEmpty else { return }
    writer.line()
    for (index, (quantity, limit)) in guide.limits.enumerated() {
      let lead = index == 0 ? "  Limits" : ""
      writer.paragraph("\(quantity): \(limit.course)", indent: 12, lead: lead, leadInk: .dim)
      writer.paragraph("(\(limit.source))", indent: 14, ink: .dim)
    }
  }

  private func detector(_ info: DetectorInfo, _ writer: inout ReportWriter) {
    writer.line()
    writer.paragraph(Self.signals(info), indent: 12, lead: "  Reads", leadInk: .dim)
    writer.paragraph(Self.words(info.hold), indent: 12, lead: "  Fires", leadInk: .dim)
    let release =
      info.release == .forever
      ? "never: it stays once it has fired" : Self.words(info.release) + " without the condition"
    writer.paragraph(release, indent: 12, lead: "  Clears", leadInk: .dim)
  }

  private static func signals(_ info: DetectorInfo) -> String {
    var names = info.reads.map(\.rawValue)
    if names.count == Signal.allCases.count { names = ["every signal"] }
    if info.readsFacts { names.append("what the log says in words") }
    return names.joined(separator: ", ")
  }

  /// How long an alarm waits, in words.
  static func words(_ persistence: Persistence) -> String {
    switch persistence {
    case .none: "at once"
    case .halfWindow:
      "after half a window: 100 logged points (a quarter of a shorter log; 1 % of one above 10,000)"
    case .observations(let count): "after \(count) logged points"
    case .forever: "never"
    }
  }

  private func remedies(_ writer: inout ReportWriter) {
    guard !guide.remedies.isEmpty else { return }
    writer.heading("What to do", "best first, where nothing else is known of the run")
    for (index, remedy) in guide.remedies.enumerated() {
      writer.remedy(remedy, number: index + 1)
    }
  }

  /// The text up to the first full stop that a blank or nothing follows: not that of `0...255`.
  static func firstSentence(_ text: String) -> String {
    guard let end = text.range(of: ". ") else { return text }
    return String(text[..<end.lowerBound]) + "."
  }

  /// The list of all symptoms.
  static func list(_ style: ReportStyle) -> String {
    var writer = ReportWriter(style)
    let width = Symptom.allCases.map(\.rawValue.count).max() ?? 0
    for symptom in Symptom.allCases {
      let first = Self.firstSentence(symptom.guide.meaning)
      writer.paragraph(
        first,
        indent: width + 4,
        lead: "  " + symptom.rawValue,
        leadInk: .bold
      )
    }
    writer.line()
    writer.line(style.paint("More on each: saddle explain NAME", .dim))
    return writer.text
  }
}

/// The same as JSON.
enum ExplainJSON {
  private struct Entry: Encodable {
    var symptom: Symptom
    var title: String
    var meaning: String
    var measurement: String
    var limits: [Limit]
    var caveat: String
    var signals: [Signal]
    var sources: [String]
    var remedies: [Remedy]

    struct Limit: Encodable {
      var quantity: String
      var relation: Evidence.Relation
      var fires: Double
      var clears: Double
      var unit: String
      var source: String
    }

    init(_ symptom: Symptom) {
      let guide = symptom.guide
      self.symptom = symptom
      title = guide.heading
      meaning = guide.meaning
      measurement = guide.measurement
      limits = guide.limits.map { quantity, limit in
        Limit(
          quantity: quantity,
          relation: limit.relation,
          fires: limit.fires * limit.scale,
          clears: limit.clears * limit.scale,
          unit: limit.unit,
          source: limit.source
        )
      }
      caveat = guide.caveat
      signals = ExplainReport.info(symptom)?.reads ?? []
      sources = guide.sources
      remedies = guide.remedies
    }
  }

  /// Returns one object, or an array of all where `symptom` is nil.
  ///
  /// - Throws: what the encoder throws.
  static func text(_ symptom: Symptom?) throws -> String {
    let encoder = JSONEncoder.stable(isPretty: true)
    let data =
      if let symptom { try encoder.encode(Entry(symptom)) } else {
        try encoder.encode(Symptom.allCases.map(Entry.init))
      }
    return String(decoding: data, as: UTF8.self)
  }
}

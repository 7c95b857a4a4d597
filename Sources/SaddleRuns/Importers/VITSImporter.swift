// SPDX-License-Identifier: Apache-2.0

/// The training log of VITS and its descendants: RVC, so-vits-svc, Bert-VITS2.
///
///     INFO:voice:Train Epoch: 1 [33%]
///     INFO:voice:[3.54, 1.87, 0.65, 2.47, 1.62, 1.19, 200, 0.00019975]
///     44k INFO Losses: [2.39, 2.35, 5.00, 22.89, 1.18], step: 200, lr: 0.0001
///     INFO:voice:[200, 9.99875e-05]
///     INFO:voice:loss_disc=3.178, loss_gen=2.909, loss_fm=9.049,loss_mel=23.242, loss_kl=1.218
///
/// The losses stand in a list without names: discriminator, generator, feature matching, mel
/// spectrum, (duration,) KL; a list that holds step and rate ends with them.
///
/// - Source: jaywalnut310/vits, `train.py`; svc-develop-team/so-vits-svc, `train.py`;
///   RVC-Project, `train_nsf_sim_cache_sid_load_pretrain.py`.
public enum VITSImporter: Importer {
  /// See `Importer`.
  public static let id = "vits"
  /// See `Importer`.
  public static let title = "VITS, RVC or so-vits-svc log"
  /// See `Importer`.
  public static let dialectName = "vits"

  /// Epoch lines and lists of losses together.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText else { return 0 }
    let hasEpochs = probe.head.withUnsafeBytes { bytes in
      var cursor = TextCursor(bytes)
      return cursor.skip(past: "Train Epoch: ")
    }
    guard hasEpochs else { return 0 }
    var parser = LineParser(Reader())
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    parser.finish(into: &rows)
    return parser.lineReader.lists > 0 ? 0.8 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    LineParser(Reader())
  }

  struct Reader: LineReader {
    private var console = ConsoleReader(dialect: .vits)
    private(set) var lists = 0
    /// Step and rate of a list that had nothing else.
    private var place: (step: Double, rate: Double)?

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      if let (values, rest) = Reader.list(line), take(values, rest, into: &rows) {
        lists += 1
        return true
      }
      if let place {
        rows.add("step", place.step)
        rows.add("lr", place.rate)
      }
      guard console.read(line, into: &rows) else { return false }
      place = nil
      return true
    }

    /// The numbers of the line's list, and what stands behind it.
    private static func list(_ line: UnsafeRawBufferPointer) -> ([Double], TextCursor)? {
      var cursor = TextCursor(line)
      guard line.count <= 4096 else { return nil }
      while cursor.skip(past: "[") {
        var probe = cursor
        var values: [Double] = []
        while values.count < 16 {
          _ = probe.take { Ascii.isSpace($0) || $0 == .comma }
          guard let value = WrappedNumber.scan(&probe) ?? probe.number() else { break }
          values.append(value)
        }
        if values.count >= 2, probe.match("]") { return (values, probe) }
      }
      return nil
    }

    private mutating func take(
      _ values: [Double],
      _ rest: TextCursor,
      into rows: inout ParsedRows
    ) -> Bool {
      if values.count == 2, values[0] == values[0].rounded(), values[1].magnitude < 1 {
        place = (values[0], values[1])
        return true
      }
      let names: [String]
      var cursor = rest
      if cursor.skip(past: "step:") {
        guard [5, 6].contains(values.count) else { return false }
        cursor.skipSpaces()
        if let step = cursor.integer() { rows.add("step", Double(step)) }
        if cursor.skip(past: "lr:") {
          cursor.skipSpaces()
          if let rate = cursor.number() { rows.add("lr", rate) }
        }
        let last = values.count == 6 ? ["loss_kl", "loss_lf0"] : ["loss_kl"]
        names = ["loss_disc", "loss_gen", "loss_fm", "loss_mel"] + last
      } else {
        guard [7, 8].contains(values.count), values[values.count - 2] >= 0 else { return false }
        let middle = values.count == 8 ? ["loss_dur", "loss_kl"] : ["loss_kl"]
        names = ["loss_disc", "loss_gen", "loss_fm", "loss_mel"] + middle + ["step", "lr"]
      }
      for (name, value) in zip(names, values) { rows.add(name, value) }
      rows.endRow()
      return true
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import SaddleReport

/// A picture of dots, 2 x 4 to a character.
struct BrailleCanvas {
  /// Characters a line.
  let columns: Int
  /// Lines.
  let rows: Int
  private var cells: [UInt8]

  /// Creates an empty picture.
  init(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    cells = Array(repeating: 0, count: self.columns * self.rows)
  }

  /// Dots in a line.
  var dotsAcross: Int { columns * 2 }
  /// Dots from bottom to top.
  var dotsUp: Int { rows * 4 }

  /// Bits of the braille block: U+2800 + bits, first column 1, 2, 3, 7, second 4, 5, 6, 8.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Sets a dot.
  ///
  /// `y` counts from the bottom; dots outside are left out.
  mutating func set(_ x: Int, _ y: Int) {
    guard x >= 0, y >= 0, x < dotsAcross, y < dotsUp else { return }
    let top = dotsUp - 1 - y
    cells[top / 4 * columns + x / 2] |= Self.bits[x % 2][top % 4]
  }

  /// Sets the dots of a vertical line.
  mutating func setColumn(_ x: Int, from low: Int, to high: Int) {
    guard low <= high else { return }
    for y in low...high { set(x, y) }
  }

  /// Returns the lines, top first; in ASCII where `plain`.
  func lines(plain: Bool) -> [String] {
    (0..<rows).map { row in
      let line = cells[row * columns..<(row + 1) * columns]
      return plain ? String(line.map(Self.ascii)) : String(line.map(Self.braille))
    }
  }

  private static func braille(_ cell: UInt8) -> Character {
    cell == 0 ? " " : Character(Unicode.Scalar(0x2800 + UInt32(cell)) ?? " ")
  }

  private static func ascii(_ cell: UInt8) -> Character {
    let upper = cell & 0x1B != 0
    let lower = cell & 0xE4 != 0
    let height = (0..<4).filter { cell & (bits[0][$0] | bits[1][$0]) != 0 }.count
    switch (upper, lower) {
    case (false, false): return " "
    case (true, false): return "'"
    case (false, true): return "."
    case (true, true): return height == 4 ? "|" : ":"
    }
  }
}

/// What a series shows in one column of dots.
struct PlotColumn: Equatable {
  var minimum = Double.infinity
  var maximum = -Double.infinity
  var mean = 0.0
  var weight = 0
  var isBroken = false

  /// Returns one column for each of `count` equal parts of `range`; nil where nothing was logged.
  static func columns(_ series: Series, over range: ClosedRange<Int>, count: Int) -> [PlotColumn?] {
    var result = [PlotColumn?](repeating: nil, count: max(1, count))
    let span = max(1, Double(range.upperBound) - Double(range.lowerBound))
    for bucket in series.buckets {
      let middle = Double(bucket.firstStep) / 2 + Double(bucket.lastStep) / 2
      let share = (middle - Double(range.lowerBound)) / span
      guard share >= 0, share <= 1 else { continue }
      let index = min(result.count - 1, Int(share * Double(result.count)))
      var column = result[index] ?? PlotColumn()
      column.add(bucket)
      result[index] = column
    }
    return result
  }

  private mutating func add(_ bucket: Series.Bucket) {
    if bucket.nonFiniteCount > 0 { isBroken = true }
    guard !bucket.isGap else { return }
    minimum = min(minimum, bucket.minimum)
    maximum = max(maximum, bucket.maximum)
    weight += bucket.count
    mean += (bucket.mean - mean) * (Double(bucket.count) / Double(weight))
  }
}

/// Draws a series as a line with its extremes; a gap stands where values were not finite.
enum BraillePlot {
  /// Returns the picture of a series.
  ///
  /// - Parameters:
  ///   - series: What to draw.
  ///   - range: The steps from the left to the right edge.
  ///   - scale: The vertical axis.
  ///   - reference: A value to mark with a dotted line, where it lies on the axis.
  ///   - columns: Characters a line.
  ///   - rows: Lines.
  static func draw(
    _ series: Series,
    over range: ClosedRange<Int>,
    scale: PlotScale,
    reference: Double? = nil,
    columns: Int,
    rows: Int
  ) -> BrailleCanvas {
    var canvas = BrailleCanvas(columns: columns, rows: rows)
    let top = Double(canvas.dotsUp - 1)
    func height(_ value: Double) -> Int { Int((scale.position(value) * top).rounded()) }
    if let reference, scale.contains(reference) {
      for x in stride(from: 0, to: canvas.dotsAcross, by: 4) { canvas.set(x, height(reference)) }
    }
    var previous: (x: Int, low: Int, high: Int)?
    let drawn = PlotColumn.columns(series, over: range, count: canvas.dotsAcross)
    for (x, column) in drawn.enumerated() {
      guard let column else { continue }
      guard column.weight > 0 else {
        previous = nil
        continue
      }
      let low = height(column.minimum)
      let high = height(column.maximum)
      canvas.setColumn(x, from: low, to: high)
      if let previous { join(previous, (x, low, high), in: &canvas) }
      previous = column.isBroken ? nil : (x, low, high)
    }
    return canvas
  }

  /// Bridges two columns whose dots do not touch.
  private static func join(
    _ left: (x: Int, low: Int, high: Int),
    _ right: (x: Int, low: Int, high: Int),
    in canvas: inout BrailleCanvas
  ) {
    let start = right.low > left.high ? left.high : right.high < left.low ? left.low : nil
    let end = right.low > left.high ? right.low : right.high < left.low ? right.high : nil
    let steps = right.x - left.x
    guard let start, let end else {
      let from = min(left.high, right.high)
      for x in left.x..<right.x where x > left.x { canvas.set(x, from) }
      return
    }
    var last = start
    for offset in 1...max(1, steps) {
      let y = start + (end - start) * offset / max(1, steps)
      canvas.setColumn(left.x + offset, from: min(last, y), to: max(last, y))
      last = y
    }
  }
}

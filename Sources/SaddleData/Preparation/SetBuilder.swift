// SPDX-License-Identifier: Apache-2.0

public import SaddleImage

/// A picture of a set that is being prepared.
struct PreparedPicture: Sendable {
  /// File name without ending, unique within the set.
  var name: String
  /// Its class, if the set has classes.
  var className: String?
  /// The picture at its final size.
  var image: Image
  /// Pictures with the same key are near copies.
  var key: String
}

/// Turns an unpacked package into pictures.
///
/// One file a set, and one line in `SetBuilders.all`.
protocol SetBuilder: Sendable {
  /// How the two parts are told apart, in a sentence for the manifest.
  var splitRule: String { get }
  /// Whether something shows through the pictures.
  var hasTransparency: Bool { get }
  /// Whether pictures whose thumbnails nearly agree are kept together as well.
  var joinsSimilar: Bool { get }

  /// Reads the package.
  ///
  /// - Parameters:
  ///   - root: The unpacked package.
  ///   - request: Size and background.
  ///   - report: Gets what can't be read.
  ///   - progress: Called with the number done and the total.
  /// - Throws: `DataError` if the package isn't what it should be.
  func pictures(
    in root: String,
    _ request: PrepareRequest,
    report: inout DataReport,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(DataError) -> [PreparedPicture]
}

/// A set that is wanted: its size, its background, its place.
public struct PrepareRequest: Sendable {
  /// Which set of the catalog.
  public var info: DataSetInfo
  /// Side in pixels.
  public var size: Int
  /// What shows through transparency.
  public var background: Color
  /// The folder that becomes the set.
  public var destination: String
  /// A folder where the packages are unpacked already; nil to fetch them.
  public var unpacked: String?
  /// Whether a prepared set of the same parameters is built again.
  public var isForced = false
  /// Threads that decode.
  public var workers = 2

  /// Creates a request.
  ///
  /// - Parameters:
  ///   - info: The set.
  ///   - size: Side in pixels; 0 for the set's own.
  ///   - background: What shows through transparency.
  ///   - destination: The folder that becomes the set.
  public init(info: DataSetInfo, size: Int, background: Color, destination: String) {
    self.info = info
    self.size = size > 0 ? size : info.defaultSize
    self.background = background
    self.destination = destination
  }
}

/// The builders of the sets that consist of pictures.
enum SetBuilders {
  static let all: [String: any SetBuilder] = [
    "emoji": EmojiBuilder(),
    "emoji-pairs": EmojiPairsBuilder(),
    "gemojione": GemojioneBuilder(),
    "photos": PhotosBuilder(),
  ]
}

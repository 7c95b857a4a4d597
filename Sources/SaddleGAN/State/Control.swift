// SPDX-License-Identifier: Apache-2.0

/// A number of a running game that may be set between steps.
///
/// Its key is that of the configuration, such as `optimizer.generator.learningRate`: schedules, an
/// autopilot and a person set the same ones. Limits stand in the configuration's schema.
public struct Control {
  /// The dotted key.
  public let key: String
  private let read: () -> Double
  private let write: (Double) -> Void

  /// Creates a control from what reads and what writes the number.
  public init(_ key: String, get: @escaping () -> Double, set: @escaping (Double) -> Void) {
    self.key = key
    read = get
    write = set
  }

  /// Creates the control of a property.
  public init<Owner: AnyObject>(
    _ key: String,
    of owner: Owner,
    _ path: ReferenceWritableKeyPath<Owner, Double>
  ) {
    self.init(key, get: { owner[keyPath: path] }, set: { owner[keyPath: path] = $0 })
  }

  /// The number now; what is set counts from the next step on.
  public var value: Double {
    get { read() }
    nonmutating set { write(newValue) }
  }

  /// The same control inside of what is called `name`.
  public func inside(_ name: String) -> Control {
    Control(name + "." + key, get: read, set: write)
  }
}

/// What has numbers that may change in a running game.
public protocol Controllable: AnyObject {
  /// The numbers; those of one key are one setting of several players, set together.
  var controls: [Control] { get }
}

extension Controllable {
  /// Nothing may change.
  public var controls: [Control] { [] }
}

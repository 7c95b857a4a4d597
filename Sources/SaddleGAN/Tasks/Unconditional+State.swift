// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

// What regularizers and transforms remember, each under its own name: one that is added to a
// configuration or taken from it leaves the others what is theirs.
extension Unconditional {
  /// What regularizers and transforms remember.
  public func state() throws(TensorError) -> StateDictionary {
    var result = StateDictionary()
    for (key, _, item) in keyed { result.merge(try item.state(), prefix: key + ".") }
    return result
  }

  /// Goes on from what `state` gave, or what it gave up to Saddle 0.1: places in the lists for names.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    shared = nil
    let isNumbered = keyed.map(\.place).contains { place in
      state.names.contains { $0.hasPrefix(place + ".") }
    }
    for (key, place, item) in keyed {
      try item.restore(state.removingPrefix((isNumbered ? place : key) + "."))
    }
  }

  /// Everything that may have a state, with its key and the key of its place in the list.
  private var keyed: [(key: String, place: String, item: any Stateful)] {
    func list(
      _ section: String,
      _ items: [(id: String, item: any Stateful)]
    ) -> [(key: String, place: String, item: any Stateful)] {
      var seen: [String: Int] = [:]
      return items.enumerated().map { index, entry in
        let count = seen[entry.id, default: 0] + 1
        seen[entry.id] = count
        // Two of a kind go by their order.
        let name = count > 1 ? "\(entry.id)#\(count)" : entry.id
        return ("\(section).\(name)", "\(section).\(index)", entry.item)
      }
    }
    return list("regularizers", rules.regularizers.map { ($0.id, $0) })
      + list("transforms", rules.transforms.map { ($0.id, $0) })
  }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTesting
import SaddleText
import SaddleTorch
import Testing

private func file(_ header: String, _ payload: Int = 4, length: UInt64? = nil) -> Data {
  let json = Data(header.utf8)
  let count = length ?? UInt64(json.count)
  return withUnsafeBytes(of: count.littleEndian) { Data($0) } + json + Data(count: payload)
}

private func entry(
  _ dtype: String = "\"F32\"",
  _ shape: String = "[1]",
  _ offsets: String = "[0,4]"
) -> String {
  "{\"dtype\":\(dtype),\"shape\":\(shape),\"data_offsets\":\(offsets)}"
}

// One statement a case: a literal of all of them takes the compiler minutes.
private let hostile: [(String, Data)] = {
  var cases: [(String, Data)] = []
  func refused(_ name: String, _ data: Data) { cases.append((name, data)) }
  refused("nothing", Data())
  refused("seven bytes", Data(count: 7))
  refused("no header", Data(count: 8))
  refused("header above the file", file("{}", 0, length: 3))
  refused("header above 100 MB", file("{}", 0, length: 100_000_001))
  refused("header of 2^60 bytes", file("{}", 0, length: 1 << 60))
  refused("header of 2^64 - 1 bytes", file("{}", 0, length: .max))
  refused("a list for a header", file("[]", 0))
  refused("space before", file(" {}", 0))
  refused("unfinished object", file("{\"a\":\(entry())"))
  refused("text behind", file("{\"a\":\(entry())}x"))
  refused("second object", file("{\"a\":\(entry())}{}"))
  refused("trailing comma", file("{\"a\":\(entry()),}"))
  refused("no comma", file("{\"a\":\(entry()) \"b\":\(entry("\"F32\"", "[0]", "[4,4]"))}"))
  refused("payload too long", file("{\"a\":\(entry())}", 5))
  refused("payload too short", file("{\"a\":\(entry())}", 3))
  refused("duplicate name", file("{\"a\":\(entry()),\"a\":\(entry())}"))
  refused("duplicate by escape", file("{\"a\":\(entry()),\"\\u0061\":\(entry())}"))
  refused(
    "duplicate empty tensor",
    file("{\"a\":\(entry()),\"a\":\(entry("\"F32\"", "[0]", "[4,4]"))}")
  )
  refused("overlap", file("{\"a\":\(entry()),\"b\":\(entry())}"))
  refused(
    "partial overlap",
    file("{\"a\":\(entry()),\"b\":\(entry("\"F32\"", "[1]", "[2,6]"))}", 6)
  )
  refused("gap", file("{\"a\":\(entry("\"F32\"", "[1]", "[4,8]"))}", 8))
  refused("offsets turned round", file("{\"a\":\(entry("\"F32\"", "[1]", "[4,0]"))}"))
  refused("three offsets", file("{\"a\":\(entry("\"F32\"", "[1]", "[0,4,4]"))}"))
  refused("one offset", file("{\"a\":\(entry("\"F32\"", "[1]", "[4]"))}"))
  refused("offset behind the end", file("{\"a\":\(entry("\"F32\"", "[2]", "[0,8]"))}"))
  refused("offset of 2^63", file("{\"a\":\(entry("\"F32\"", "[1]", "[0,9223372036854775808]"))}"))
  refused("size against the shape", file("{\"a\":\(entry("\"F32\"", "[2]"))}"))
  refused("shape that overflows", file("{\"a\":\(entry("\"F32\"", "[4611686018427387905,4]"))}"))
  refused("shape that wraps to 4", file("{\"a\":\(entry("\"F32\"", "[9223372036854775807,2]"))}"))
  refused("negative size", file("{\"a\":\(entry("\"F32\"", "[-1]"))}"))
  refused("fractional size", file("{\"a\":\(entry("\"F32\"", "[1.0]"))}"))
  refused("size with exponent", file("{\"a\":\(entry("\"F32\"", "[1e0]"))}"))
  refused("padded size", file("{\"a\":\(entry("\"F32\"", "[01]"))}"))
  refused("shape is a number", file("{\"a\":\(entry("\"F32\"", "1"))}"))
  refused("unknown type", file("{\"a\":\(entry("\"F31\""))}"))
  refused("type is a number", file("{\"a\":\(entry("6"))}"))
  refused("no shape", file("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}"))
  refused("no type", file("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}"))
  refused("no offsets", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}"))
  refused("second shape", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"shape\":[1]}}"))
  refused("unknown key", file("{\"a\":{\"dtype\":\"F32\",\"strides\":[1]}}"))
  refused("null entry", file("{\"a\":null}"))
  refused("metadata is a list", file("{\"__metadata__\":[]}", 0))
  refused("metadata holds a number", file("{\"__metadata__\":{\"a\":1}}", 0))
  refused("metadata holds an object", file("{\"__metadata__\":{\"a\":{}}}", 0))
  refused("metadata twice", file("{\"__metadata__\":{},\"__metadata__\":{}}", 0))
  refused("metadata key twice", file("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0))
  refused("half a surrogate pair", file("{\"\\ud83d\":\(entry())}"))
  refused("second half first", file("{\"\\ude00\":\(entry())}"))
  refused("unknown escape", file("{\"\\x\":\(entry())}"))
  refused("short escape", file("{\"\\u00\":\(entry())}"))
  refused("line break in a name", file("{\"a\n\":\(entry())}"))
  refused("unquoted name", file("{a:\(entry())}"))
  refused("unfinished name", file("{\"a", 0))
  refused(
    "name that isn't UTF-8",
    Data([6, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x7D])
  )
  refused("deep nesting", file(String(repeating: "{\"a\":", count: 100_000), 0))
  refused("truth value of 2", file("{\"a\":\(entry("\"BOOL\"", "[1]", "[0,1]"))}", 0) + Data([2]))
  return cases
}()

@Suite struct SafeTensorsTests {
  private func sample() throws -> StateDictionary {
    var state = StateDictionary()
    state["bytes"] = try Tensor([UInt8(1), 2, 255])
    state["main.0.weight"] = try matrix([[1, -2], [3.5, .infinity]])
    state["flag"] = try Tensor([true, false])
    state["größe \"\\\n\u{1}"] = try Tensor([Float(0.5)], shape: [])
    state["empty"] = try Tensor.zeros([0, 3])
    state["counts"] = try Tensor([Int.min, 7])
    state["half"] = try Tensor([Float(1.5)]).to(.float16)
    state["brain"] = try Tensor([Float(1.5)]).to(.bfloat16)
    state["strided"] = try matrix([[1, 2], [3, 4]]).transposed()
    return state
  }

  private func expectSame(_ a: StateDictionary, _ b: StateDictionary) throws {
    #expect(Set(a.names) == Set(b.names))
    for (name, tensor) in a.entries {
      let other = try #require(b[name])
      #expect(try tensor.shape == other.shape)
      #expect(try tensor.dtype == other.dtype)
      #expect(try tensor.bytes() == other.bytes())
    }
  }

  @Test func readsBackWhatItWrites() throws {
    let state = try sample()
    let metadata = ["format": "pt", "note": "a \"quoted\" line\n"]
    let data = try SafeTensors.encode(state, metadata: metadata)
    let contents = try SafeTensors.decode(data)
    try expectSame(state, contents.tensors)
    #expect(contents.metadata == metadata)
    let url = TemporaryFolder.root
      .appendingPathComponent("saddle-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    try data.write(to: url)
    try expectSame(state, SafeTensors.read(url).tensors)
    let empty = try SafeTensors.decode(SafeTensors.encode(StateDictionary()))
    #expect(empty.tensors.count == 0)
  }

  @Test func tensorsAreAligned() throws {
    let data = try SafeTensors.encode(sample())
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length % 8 == 0)
    let header = try JSONSerialization.jsonObject(with: data[8..<(8 + length)])
    let entries = try #require(header as? [String: [String: Any]])
    let weight = try #require(entries["main.0.weight"]?["data_offsets"] as? [Int])
    #expect(weight[0] % 8 == 0)
  }

  @Test func namesTheFileThatIsMissingOrShort() throws {
    let url = TemporaryFolder.root
      .appendingPathComponent("saddle-\(UUID().uuidString).safetensors")
    let missing = #expect(throws: SafeTensorsError.self) { try SafeTensors.read(url) }
    #expect(missing?.code == .file)
    #expect(missing?.path == url.path)
    try SafeTensors.encode(sample()).dropLast(3).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let short = #expect(throws: SafeTensorsError.self) { try SafeTensors.read(url) }
    #expect(short?.code == .truncated)
    #expect(short?.description.hasPrefix(url.path + ": ") == true)
    let folder = #expect(throws: SafeTensorsError.self) {
      try SafeTensors.read(TemporaryFolder.root)
    }
    #expect(folder?.code == .file)
  }

  @Test func writingFailsWithTheSinksReason() throws {
    struct Full: Error {}
    let error = #expect(throws: SafeTensorsError.self) {
      try SafeTensors.write(sample()) { _ in throw Full() }
    }
    #expect(error?.code == .file)
    var reserved = StateDictionary()
    reserved["__metadata__"] = try Tensor(1.0)
    #expect(throws: SafeTensorsError.self) { try SafeTensors.encode(reserved) }
  }

  // MARK: - Hostile input

  @Test func theTablesBaseIsValid() throws {
    let contents = try SafeTensors.decode(file("{\"a\":\(entry())}"))
    #expect(contents.tensors.names == ["a"])
    let spaced = " \t\n{ \"a\" : \(entry()) }  ".trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(try SafeTensors.decode(file(spaced + "   ")).tensors.count == 1)
    let escaped = "{\"\\u0061\\ud83d\\ude00\":\(entry())}"
    #expect(try SafeTensors.decode(file(escaped)).tensors.names == ["a😀"])
  }

  @Test(arguments: hostile)
  func refuses(_ name: String, _ data: Data) throws {
    #expect(throws: SafeTensorsError.self) { try SafeTensors.decode(data) }
  }

  /// Any bytes give tensors or an error, never a trap; bounded by count, about a second.
  @Test func survivesMutations() throws {
    let original = [UInt8](try SafeTensors.encode(sample(), metadata: ["a": "b"]))
    var random = SplitMix64(seed: 20_240_601)
    var refused = 0
    for _ in 0..<3000 {
      var bytes = original
      for _ in 0...(random.next() % 3) {
        let index = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 6 {
        case 0: bytes[index] ^= 1 << (random.next() % 8)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: index)
        case 3: bytes = Array(bytes.prefix(max(index, 1)))
        case 4: bytes[index] = Array("{}[]\",:0987-\\u".utf8)[Int(random.next() % 14)]
        default: bytes[Int(random.next() % UInt64(min(8, bytes.count)))] = 0xFF
        }
      }
      do {
        let contents = try SafeTensors.decode(Data(bytes))
        for (_, tensor) in contents.tensors.entries { _ = try tensor.bytes() }
      } catch is SafeTensorsError {
        refused += 1
      }
    }
    #expect(refused > 1000)
  }
}

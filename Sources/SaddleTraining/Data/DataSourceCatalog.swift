// SPDX-License-Identifier: Apache-2.0

enum DataSourceCatalog {
  static func make(_ data: DataConfiguration, seed: UInt64) throws(DataError) -> any DataSource {
    guard let mixture = try data.mixture() else {
      throw DataError(.notFound, "data.source \(data.source.rawValue) is not built in yet")
    }
    return MixtureSource(mixture, seed: seed)
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The formats that a reader knows.
public struct ImporterCatalog: Sendable {
  /// The formats.
  public let types: [any Importer.Type]

  /// Creates a catalog.
  public init(_ types: [any Importer.Type]) {
    self.types = types
  }

  /// Every format that Saddle reads.
  public static let builtIn = ImporterCatalog([
    EventFileImporter.self,
    VisualDLImporter.self,
    NotebookImporter.self,
    JSONImporter.self,
    CSVImporter.self,
    StudioGANImporter.self,
    CycleGANImporter.self,
    DCGANImporter.self,
    StyleGANMetricImporter.self,
    StyleGANMetricTextImporter.self,
    StyleGANLogImporter.self,
    KerasImporter.self,
    KerasACGANImporter.self,
    PyTorchGANImporter.self,
    KerasGANImporter.self,
    MLMasteryImporter.self,
    VITSImporter.self,
    RosinalityImporter.self,
    LucidrainsImporter.self,
    GANStabilityImporter.self,
    GANZooImporter.self,
    HiFiGANImporter.self,
    BasicSRImporter.self,
    MMEngineImporter.self,
    MimicryImporter.self,
    MotionModelImporter.self,
    Wav2LipImporter.self,
    TensorImporter.self,
    WandBImporter.self,
    MLflowImporter.self,
    MetricLogImporter.self,
    ColumnFileImporter.self,
    KeyValueImporter.self,
  ])

  /// Returns the format that is surest of a file, or nil where none is.
  public func recognize(_ probe: LogProbe) -> (type: any Importer.Type, confidence: Double)? {
    var best: (type: any Importer.Type, confidence: Double)?
    for type in types {
      let confidence = type.confidence(probe)
      if confidence > 0, confidence > best?.confidence ?? 0 { best = (type, confidence) }
    }
    return best
  }

  /// Returns the format with this identifier.
  public func type(id: String) -> (any Importer.Type)? {
    types.first { $0.id == id }
  }
}

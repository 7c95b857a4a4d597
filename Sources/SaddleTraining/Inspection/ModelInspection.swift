// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleGAN
import SaddleHealth
import SaddleSettings
public import SaddleTorch

/// A configuration's networks looked at before training: tables, costs, two dry steps, findings.
///
/// Everything is made anew from the configuration with generators of its own: what a run trains is
/// not touched, so that its bytes are the same with and without an inspection.
///
/// ```swift
/// import SaddleTraining
///
/// let model = try ModelInspection.open(Configuration.load("ring").configuration, effort: .brief)
/// for finding in model.report.findings { print(finding.summary, model.cost.totalBytes) }
/// ```
public final class ModelInspection {
  /// How much an inspection may compute.
  public struct Effort: Sendable, Equatable {
    /// Multiply-adds that a dry step aims at; its batch is chosen for it.
    public var multiplyAdds: Double
    /// Multiply-adds from which on there are no dry steps, whatever the batch.
    public var limit: Double
    /// Whether the whole batch is used and the memory measured, within the limit.
    public var measuresMemory: Bool

    /// A second or so at the start of a training run.
    public static let brief = Effort(multiplyAdds: 2e10, limit: 1e11, measuresMemory: false)
    /// Half a minute at most, where somebody asked.
    public static let thorough = Effort(multiplyAdds: 2e10, limit: 5e11, measuresMemory: true)
  }

  /// The configuration.
  public let configuration: Configuration
  /// What the generator makes.
  public let shape: SampleShape
  /// Every network's table, in the order of the players.
  public let networks: [(player: PlayerID, summary: NetworkSummary)]
  /// The generator's table; of several the sum.
  public let generator: NetworkSummary
  /// The discriminator's table; of several the sum.
  public let discriminator: NetworkSummary
  /// What a step of the configured batch costs.
  public let cost: StepCost
  /// What was found and what was not.
  public internal(set) var report = ArchitectureReport()

  let generatorLayers: [ForwardRecorder.Layer]
  let discriminatorLayers: [ForwardRecorder.Layer]
  /// Real samples, or why there are none.
  let sample: Result<DataSample, Missing>
  /// The dry steps, or why they were not made.
  let dryRun: Result<DryRun, Missing>
  /// What a score depends on, or why that is unknown.
  let view: Result<FieldOfView, Missing>
  /// Modes of a mixture.
  let modeCount: Int?
  /// Whether samples are made of random numbers alone.
  let hasLatents: Bool
  /// Bytes that the process may use.
  let memoryBytes: Int
  /// Bytes of them that are free.
  let availableBytes: Int

  /// Why something is not known.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// Inspects networks for a data source.
  ///
  /// - Parameters:
  ///   - configuration: Complete and valid.
  ///   - data: Where real samples come from.
  ///   - effort: How much to compute.
  /// - Throws: `TensorError` where the networks can't be made.
  public convenience init(
    _ configuration: Configuration,
    data: any DataSource,
    effort: Effort
  ) throws(TensorError) {
    try self.init(
      configuration,
      task: TaskSetups.named(configuration.task),
      data: data,
      effort: effort
    )
  }

  /// Inspects networks of a task for a data source.
  convenience init(
    _ configuration: Configuration,
    task: any TaskSetup.Type,
    data: any DataSource,
    effort: Effort
  ) throws(TensorError) {
    let examples = SampleShape(data.exampleShape, classCount: data.classNames?.count)
    try self.init(
      configuration,
      task: task.inspected(configuration, examples: examples),
      sample: Self.sample(of: data, examples),
      modeCount: (data as? MixtureSource)?.mixture.means.count,
      effort: effort
    )
  }

  /// Inspects networks for data that can't be read.
  ///
  /// - Parameters:
  ///   - configuration: Complete and valid.
  ///   - examples: Shape and classes of the data's examples.
  ///   - missing: Why there are no data, which leaves what needs them unjudged.
  ///   - effort: How much to compute.
  /// - Throws: `TensorError` where the networks can't be made.
  public convenience init(
    _ configuration: Configuration,
    examples: SampleShape,
    missing: String,
    effort: Effort
  ) throws(TensorError) {
    try self.init(
      configuration,
      task: TaskSetups.named(configuration.task).inspected(configuration, examples: examples),
      sample: .failure(Missing(description: missing)),
      effort: effort
    )
  }

  /// Inspects given networks, which are trained by it.
  init(
    _ configuration: Configuration,
    task: any InspectedTask,
    sample: Result<DataSample, Missing>,
    modeCount: Int? = nil,
    memoryBytes: Int = Machine.memoryBytes,
    availableBytes: Int? = nil,
    checks: CheckCatalog = .builtIn,
    effort: Effort
  ) throws(TensorError) {
    self.configuration = configuration
    shape = task.sampleShape
    hasLatents = task.hasLatents
    self.sample = sample
    self.modeCount = modeCount
    self.memoryBytes = memoryBytes
    self.availableBytes = availableBytes ?? min(memoryBytes, Machine.availableBytes)
    let random = try Random(seed: SeedStream.inspection.seed(UInt64(configuration.seed)))
    let measured = try task.networks.map { (entry) throws(TensorError) in
      let (summary, ran) = try NetworkSummary.measure(
        entry.network,
        classCount: task.classCount
      ) { (batch) throws(TensorError) in try random.normal([batch] + entry.input) }
      return (player: entry.player, summary: summary, ran: ran)
    }
    networks = measured.map { ($0.player, $0.summary) }
    func of(_ side: Side) -> (summary: NetworkSummary, ran: [ForwardRecorder.Layer]) {
      let own = measured.filter { $0.player.side == side }
      return (NetworkSummary(summing: own.map(\.summary)), own.flatMap(\.ran))
    }
    (generator, generatorLayers) = of(.generator)
    (discriminator, discriminatorLayers) = of(.discriminator)
    let tables = (generator, discriminator)
    func cost(_ batchSize: Int) -> StepCost {
      StepCost(
        configuration,
        generator: tables.0,
        discriminator: tables.1,
        batchSize: batchSize
      )
    }
    self.cost = cost(configuration.training.batchSize)
    let plan = Self.plan(configuration, effort, memoryBytes, cost)
    view = Self.view(task, plan)
    dryRun = try Self.dryRun(
      task,
      configuration,
      plan: plan,
      sample: sample,
      ran: Set((generatorLayers + discriminatorLayers).map { ObjectIdentifier($0.module) }),
      parameterBytes: effort.measuresMemory ? self.cost.parameterBytes : nil
    )
    report = checks.report(on: self)
  }

  // MARK: - Parts

  private static func sample(
    of data: any DataSource,
    _ shape: SampleShape
  ) -> Result<DataSample, Missing> {
    do throws(DataError) {
      return .success(
        DataSample(try data.examples(from: 0, size: DataSample.count(of: shape)))
      )
    } catch {
      return .failure(Missing(description: "\(error)"))
    }
  }

  /// Chooses the batch of the dry steps: the configured one to measure memory, else a small one.
  private static func plan(
    _ configuration: Configuration,
    _ effort: Effort,
    _ memory: Int,
    _ cost: (Int) -> StepCost
  ) -> Result<Int, Missing> {
    let pack = configuration.discriminator.packing
    let whole = configuration.training.batchSize
    func fits(_ batch: Int, _ limit: Double) -> Bool {
      let cost = cost(batch)
      return Double(cost.multiplyAddsPerStep) <= limit
        && Double(cost.totalBytes) <= 0.6 * Double(memory)
    }
    if effort.measuresMemory, fits(whole, effort.limit) { return .success(whole) }
    let least = min(whole, 2 * pack)
    guard fits(least, effort.limit) else {
      let cost = cost(least)
      return .failure(
        Missing(
          description:
            "Dry steps of \(least) samples would need \(cost.multiplyAddsPerStep / 1_000_000_000) "
            + "billion multiply-adds and \(cost.totalBytes / 1_000_000) MB each."
        )
      )
    }
    let sizes =
      [16, 8, 4].map { $0 * pack }.filter { $0 < whole } + (whole <= 16 * pack ? [whole] : [])
    return .success(sizes.sorted(by: >).first { fits($0, effort.multiplyAdds) } ?? least)
  }

  private static func view(
    _ task: any InspectedTask,
    _ plan: Result<Int, Missing>
  ) -> Result<FieldOfView, Missing> {
    guard task.sampleShape.isImage else {
      return .failure(Missing(description: "Samples are points, which have no parts."))
    }
    if case .failure(let reason) = plan { return .failure(reason) }
    do throws(TensorError) {
      let judge = try task.network(.discriminator)
      return .success(
        try FieldOfView.measure(
          judge.network,
          shape: judge.input,
          condition: .first(of: task.classCount, batch: 1),
          using: Random(seed: 1)
        )
      )
    } catch {
      return .failure(Missing(description: "\(error)"))
    }
  }

  private static func dryRun(
    _ task: any InspectedTask,
    _ configuration: Configuration,
    plan: Result<Int, Missing>,
    sample: Result<DataSample, Missing>,
    ran: Set<ObjectIdentifier>,
    parameterBytes: Int?
  ) throws(TensorError) -> Result<DryRun, Missing> {
    let count: Int
    switch plan {
    case .success(let batch): count = batch
    case .failure(let reason): return .failure(reason)
    }
    let random = try Random(seed: SeedStream.inspection.seed(UInt64(configuration.seed)))
    var samples: Tensor
    var labels: Tensor?
    if case .success(let sample) = sample, sample.batch.count > 0 {
      // The set may have fewer samples than the batch: they are then used again.
      let indices = (0..<count).map { Int64($0 % sample.batch.count) }
      let all = try Tensor(sample.batch.values, shape: sample.batch.shape)
      samples = try all.gathered(at: Tensor(indices, shape: [count]))
      labels = try sample.batch.classLabels.map { (classes) throws(TensorError) in
        try Tensor(indices.map { Int64(classes[Int($0)]) }, shape: [count])
      }
    } else {
      samples = try random.uniform([count] + task.exampleShape, low: -1, high: 1)
      labels = try task.sampleShape.classCount.map { (classes) throws(TensorError) in
        try random.integers([count], in: 0..<classes)
      }
    }
    if task.usesChannelsLast { samples = try samples.contiguous(.channelsLast) }
    return .success(
      try DryRun.make(
        task,
        configuration,
        samples: samples,
        labels: labels,
        parameterBytes: count == configuration.training.batchSize ? parameterBytes : nil,
        ran: ran
      )
    )
  }
}

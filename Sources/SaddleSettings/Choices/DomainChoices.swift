// SPDX-License-Identifier: Apache-2.0

public import SaddleGAN

// The names that the domain has for its parts, as names that a key takes.
extension ArchitectureName: ConfigurationChoice {}
extension ObjectiveName: ConfigurationChoice {}
extension TransformName: ConfigurationChoice {}
extension UpdateOrder: ConfigurationChoice {}
extension LatentDistribution: ConfigurationChoice {}
extension GeneratorConditioning: ConfigurationChoice {}
extension DiscriminatorConditioning: ConfigurationChoice {}
extension BatchStatisticsName: ConfigurationChoice {}
extension NormalizationName: ConfigurationChoice {}
extension UpsamplingName: ConfigurationChoice {}

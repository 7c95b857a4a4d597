// SPDX-License-Identifier: Apache-2.0

// A trainer is handed configurations, data sources and networks: who imports this library has them.
@_exported public import SaddleData
@_exported public import SaddleGAN
@_exported public import SaddleSettings

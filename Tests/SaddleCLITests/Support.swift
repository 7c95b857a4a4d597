// SPDX-License-Identifier: Apache-2.0

// Nearly every file here runs the programs: seen in all of them.
@_exported import SaddleTesting

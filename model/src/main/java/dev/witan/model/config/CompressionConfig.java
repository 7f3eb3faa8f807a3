// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// Whether large bodies are compressed on their way to an expert.
///
/// @param method how
/// @param aboveBytes the length from which it is worth it
public record CompressionConfig(Method method, long aboveBytes) {

    /// No compression.
    public static final CompressionConfig NONE = new CompressionConfig(Method.NONE, 64 * 1024);

    public CompressionConfig {
        ConfigLimits.requireSize("compressAbove", aboveBytes);
    }

    /// How a body is compressed.
    public enum Method {
        NONE,
        GZIP
    }
}

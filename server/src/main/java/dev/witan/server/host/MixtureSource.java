// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.model.load.LoadedMixture;
import java.util.List;

/// Where a host gets its mixtures from. Thread-safe.
public interface MixtureSource {
    /// The mixtures that there are.
    List<String> names();

    /// Brings the release in force of a mixture into memory; the host closes it.
    ///
    /// @param name one of [#names]
    /// @throws dev.witan.engine.error.WitanException when it cannot be read; the message names no path outside the
    ///     repository
    LoadedMixture load(String name);
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.model.config.MixtureSpec;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import java.util.Map;

/// A change of a release: what it says after it, and the components that are new.
public record Edit(MixtureSpec spec, Map<ComponentName, Supply> brought) {
    public Edit {
        brought = Map.copyOf(brought);
    }
}

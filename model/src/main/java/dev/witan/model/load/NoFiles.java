// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.model.repository.ComponentName;
import java.lang.foreign.MemorySegment;

/// The files of a mixture that has no release yet.
final class NoFiles implements ComponentFiles {
    NoFiles() {}

    @Override
    public String mixture() {
        throw new IllegalStateException("there is no release of it yet");
    }

    @Override
    public MemorySegment map(ComponentName component, String file) {
        throw none(component);
    }

    @Override
    public String source(ComponentName component, String file) {
        throw none(component);
    }

    @Override
    public String digest(ComponentName component) {
        throw none(component);
    }

    private static IllegalStateException none(ComponentName component) {
        return new IllegalStateException("every component of a first release must be brought: " + component);
    }
}

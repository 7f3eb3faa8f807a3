// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.model.repository.ComponentName;
import dev.witan.model.safetensors.SafetensorsFile;
import java.lang.foreign.MemorySegment;

/// The files that a mixture is built from, wherever they lie; each is checked before it is handed out.
interface ComponentFiles {
    /// The name of the mixture that they are of.
    String mixture();

    /// The bytes of one file.
    MemorySegment map(ComponentName component, String file);

    /// What messages call the file.
    String source(ComponentName component, String file);

    /// The SHA-256 over the component.
    String digest(ComponentName component);

    default SafetensorsFile tensors(ComponentName component, String file) {
        return SafetensorsFile.parse(source(component, file), map(component, file));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.safetensors.SafetensorsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The files of one release, mapped for as long as the arena lives, each checked by length and SHA-256.
record ReleaseFiles(MixtureFolder folder, ReleaseManifest manifest, Arena arena) {
    Component component(ComponentName name) {
        return manifest.component(name);
    }

    SafetensorsFile tensors(Component component, String file) {
        return SafetensorsFile.parse(source(component, file), map(component, file));
    }

    MemorySegment map(Component component, String file) {
        return folder.map(component, file, arena);
    }

    /// What messages call the file.
    String source(Component component, String file) {
        return folder.file(component, file).toString();
    }
}

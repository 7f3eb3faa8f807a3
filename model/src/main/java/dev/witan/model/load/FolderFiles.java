// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The files of one release, mapped for as long as the arena lives, each checked by length and SHA-256.
record FolderFiles(MixtureFolder folder, ReleaseManifest manifest, Arena arena) implements ComponentFiles {
    @Override
    public String mixture() {
        return folder.name();
    }

    @Override
    public MemorySegment map(ComponentName component, String file) {
        return folder.map(manifest.component(component), file, arena);
    }

    @Override
    public String source(ComponentName component, String file) {
        return folder.file(manifest.component(component), file).toString();
    }

    @Override
    public String digest(ComponentName component) {
        return manifest.component(component).digest();
    }
}

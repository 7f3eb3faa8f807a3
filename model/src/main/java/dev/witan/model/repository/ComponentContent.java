// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.model.storage.Content;
import dev.witan.model.storage.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The files of a component that is about to be published, by name.
public record ComponentContent(String encoding, Map<String, Content> files) {
    public ComponentContent {
        files = Map.copyOf(files);
    }

    /// The SHA-256 that the component will have.
    public String digest(ComponentName name) throws IOException {
        return as(name, 1).digest();
    }

    /// What the component will be once it is in place as that version.
    Component as(ComponentName name, int version) throws IOException {
        List<ComponentFile> described = new ArrayList<>();
        for (Map.Entry<String, Content> file : new TreeMap<>(files).entrySet()) {
            Fingerprint fingerprint = Fingerprint.of(file.getValue());
            described.add(new ComponentFile(file.getKey(), fingerprint.bytes(), fingerprint.sha256()));
        }
        return new Component(name, version, encoding, described);
    }
}

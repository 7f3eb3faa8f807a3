// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.model.storage.Fingerprint;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// One version of one component: immutable once a release names it. Versions count up from 1 for each component by
/// itself, so that releases share what did not change between them.
///
/// @param encoding how an expert's numbers are stored, `f32`; empty for the encoder and the gate, which have one form
public record Component(ComponentName name, int version, String encoding, List<ComponentFile> files) {
    public Component {
        if (version < 1) {
            throw new IllegalArgumentException("version of " + name + " must be at least 1: " + version);
        }
        if (!encoding.matches("[a-z0-9]{0,16}")) {
            throw new IllegalArgumentException("encoding of " + name + " must be a short word: " + encoding);
        }
        files = files.stream().sorted(Comparator.comparing(ComponentFile::name)).toList();
        if (files.isEmpty()
                || files.stream().map(ComponentFile::name).distinct().count() != files.size()) {
            throw new IllegalArgumentException("files of " + name + " must be some, each once: " + files);
        }
    }

    /// The SHA-256 over its encoding and files: equal digests mean equal numbers, whatever the version is called.
    public String digest() {
        return Fingerprint.sha256(files.stream()
                .map(file -> "%s %d %s\n".formatted(file.name(), file.bytes(), file.sha256()))
                .collect(Collectors.joining("", encoding + "\n", "")));
    }

    /// Where the version lies, relative to the mixture's folder.
    String folder() {
        return name.path() + "/" + version + (encoding.isEmpty() ? "" : "/" + encoding);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.List;
import java.util.Objects;

/// What is known of a table beside its content.
///
/// @param notices what a person should know of how it was read, a sentence each
/// @param digest of its content; empty if it is to be computed
/// @param isStored whether its values are kept in files, because there are very many
public record TableOrigin(List<String> notices, String digest, boolean isStored) {
    public TableOrigin {
        notices = List.copyOf(notices);
        Objects.requireNonNull(digest);
    }

    static TableOrigin inMemory(List<String> notices) {
        return new TableOrigin(notices, "", false);
    }
}

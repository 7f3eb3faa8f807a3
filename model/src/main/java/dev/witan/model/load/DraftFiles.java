// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.repository.ComponentContent;
import dev.witan.model.repository.ComponentName;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Objects;

/// The files of a release that is not published yet: some brought, some taken over from the release in force.
///
/// @param mixture its name
/// @param brought by component
/// @param kept the release in force
record DraftFiles(
        String mixture,
        Map<ComponentName, Supply> brought,
        Map<ComponentName, ComponentContent> contents,
        ComponentFiles kept)
        implements ComponentFiles {
    @Override
    public MemorySegment map(ComponentName component, String file) {
        Supply supply = brought.get(component);
        return supply == null ? kept.map(component, file) : supply.bytes();
    }

    @Override
    public String source(ComponentName component, String file) {
        Supply supply = brought.get(component);
        return supply == null ? kept.source(component, file) : supply.source();
    }

    @Override
    public String digest(ComponentName component) {
        try {
            return Objects.requireNonNull(contents.get(component)).digest(component);
        } catch (IOException e) {
            throw new WitanException(ErrorCode.INTERNAL, "%s: must be readable: %s".formatted(component, e), e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.repository.ComponentContent;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.storage.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.Objects;

/// The files of a release that is not published yet: some brought, some taken over from the release in force.
///
/// @param mixture its name
/// @param brought by component
/// @param kept the release in force
/// @param isEncoderMade whether the encoder is new, since nothing of it is learned
record DraftFiles(
        String mixture,
        Map<ComponentName, Supply> brought,
        Map<ComponentName, ComponentContent> contents,
        ComponentFiles kept,
        boolean isEncoderMade)
        implements ComponentFiles {
    @Override
    public MemorySegment map(ComponentName component, String file) {
        Supply supply = brought.get(component);
        if (supply != null) {
            return supply.bytes();
        }
        return isMade(component) ? made(component, file) : kept.map(component, file);
    }

    @Override
    public String source(ComponentName component, String file) {
        Supply supply = brought.get(component);
        if (supply != null) {
            return supply.source();
        }
        return isMade(component) ? file : kept.source(component, file);
    }

    /// Whether the component is of the draft's own making: an encoder that learned nothing.
    private boolean isMade(ComponentName component) {
        return component.equals(ComponentName.ENCODER) && isEncoderMade;
    }

    private MemorySegment made(ComponentName component, String file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Map<String, Content> files =
                    Objects.requireNonNull(contents.get(component)).files();
            Objects.requireNonNull(files.get(file)).writeTo(Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MemorySegment.ofArray(bytes.toByteArray());
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

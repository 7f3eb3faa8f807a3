// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The phrases and sentences that were written for the project, one a line.
final class Sentences {
    private Sentences() {}

    static List<String> of(Language language) {
        String resource = "sentences/" + language.code() + ".txt";
        try (InputStream stream = Sentences.class.getResourceAsStream(resource)) {
            byte[] bytes = Objects.requireNonNull(stream, resource).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

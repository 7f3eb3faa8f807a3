// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.server.host.RepositoryEntry;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes what a repository holds.
final class RepositoryWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private RepositoryWriter() {}

    static byte[] index(List<RepositoryEntry> entries) {
        return bytes(json -> {
            json.writeStartArray();
            entries.forEach(entry -> write(json, entry));
            json.writeEndArray();
        });
    }

    static byte[] entry(RepositoryEntry entry) {
        return bytes(json -> write(json, entry));
    }

    private static void write(JsonGenerator json, RepositoryEntry entry) {
        json.writeStartObject();
        json.writeStringProperty("name", entry.name());
        json.writeStringProperty("version", entry.version());
        json.writeStringProperty("state", entry.state().name());
        json.writeStringProperty("reason", entry.reason());
        json.writeEndObject();
    }

    private static byte[] bytes(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            content.accept(json);
        }
        return bytes.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.console;

import dev.witan.engine.Mixture;
import dev.witan.server.http.Routes;
import dev.witan.web.WebFiles;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The page at `/`, its files, and what it has to know of the mixtures. Thread-safe.
public final class Console {
    private static final String MIXTURES = "/console/mixtures";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final WebFiles files = new WebFiles();

    /// A console that has read nothing yet.
    public Console() {}

    /// Whether a path is one of the page's files, which are the same for everybody and need no key.
    public boolean isPublic(String path) {
        return files.find(path).isPresent();
    }

    /// Adds the paths of the page and of what it asks for.
    public void addTo(Routes table, Collection<Mixture> mixtures) {
        files.all().forEach(file -> table.get(file.path(), new PageEndpoint(files, file)));
        table.get(MIXTURES, exchange -> exchange.replyJson(list(mixtures)));
        for (Mixture mixture : mixtures) {
            table.get(
                    MIXTURES + "/" + mixture.name(),
                    exchange -> exchange.replyJson(object(json -> {
                        writeHeading(json, mixture);
                        MixtureSheet.write(json, mixture);
                    })));
        }
    }

    private static byte[] list(Collection<Mixture> mixtures) {
        return object(json -> {
            json.writeArrayPropertyStart("mixtures");
            for (Mixture mixture : mixtures) {
                json.writeStartObject();
                writeHeading(json, mixture);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void writeHeading(JsonGenerator json, Mixture mixture) {
        json.writeStringProperty("name", mixture.name());
        json.writeNumberProperty("release", mixture.release());
    }

    private static byte[] object(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}

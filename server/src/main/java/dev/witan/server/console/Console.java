// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.console;

import dev.witan.engine.response.ChatHead;
import dev.witan.model.load.LoadedMixture;
import dev.witan.server.host.Door;
import dev.witan.server.host.HostedMixture;
import dev.witan.server.host.Lease;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Routes;
import dev.witan.web.WebFiles;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The page at `/`, its files, and what it has to know of the mixtures. Thread-safe.
public final class Console implements Endpoint {
    /// Below it lie the mixtures, by name.
    public static final String MIXTURE = "/console/mixtures/";

    private static final String MIXTURES = "/console/mixtures";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final WebFiles files = new WebFiles();
    private final Door door;

    /// A console that has read nothing yet.
    public Console(Door door) {
        this.door = door;
    }

    /// Whether a path is one of the page's files, which are the same for everybody and need no key.
    public boolean isPublic(String path) {
        return files.find(path).isPresent();
    }

    /// Adds the paths of the page and of what it asks for first.
    public void addTo(Routes table) {
        files.all().forEach(file -> table.get(file.path(), new PageEndpoint(files, file)));
        table.get(MIXTURES, exchange -> exchange.replyJson(list()));
    }

    /// Tells what the page has to know of one mixture.
    @Override
    public void handle(Exchange exchange) {
        exchange.requireMethod("GET", "HEAD");
        try (Lease lease = door.lease(exchange.path().substring(MIXTURE.length()), "")) {
            LoadedMixture mixture = lease.hosted().loaded();
            exchange.replyJson(object(json -> {
                writeHeading(json, mixture);
                MixtureSheet.write(
                        json, mixture.mixture(), mixture.configuration().spec());
            }));
        }
    }

    /// The mixtures that the page can ask: those that answer conversations are asked over an API of their own.
    private byte[] list() {
        return object(json -> {
            json.writeArrayPropertyStart("mixtures");
            for (HostedMixture mixture : door.host().map(MixtureHost::all).orElse(List.of())) {
                if (!(mixture.mixture().head() instanceof ChatHead)) {
                    json.writeStartObject();
                    writeHeading(json, mixture.loaded());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    private static void writeHeading(JsonGenerator json, LoadedMixture mixture) {
        json.writeStringProperty("name", mixture.mixture().name());
        json.writeNumberProperty("release", mixture.mixture().release());
        json.writeStringProperty("description", mixture.configuration().description());
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

// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A manifest as JSON and back. The file carries the digests of what it says, so that a change to any part of it shows.
final class ManifestFormat {
    /// The longest manifest that is read.
    static final int BYTES_MAX = 16 * 1024 * 1024;

    private static final String API_VERSION = "witan.dev/v1";
    private static final String KIND = "Release";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestFormat() {}

    static String write(ReleaseManifest manifest) {
        ObjectNode tree = JSON.createObjectNode()
                .put("apiVersion", API_VERSION)
                .put("kind", KIND)
                .put("mixture", manifest.mixture())
                .put("release", manifest.release())
                .put("digest", manifest.digest());
        writeProvenance(tree, manifest.provenance());
        ArrayNode components = tree.putArray("components");
        manifest.components().forEach(component -> writeComponent(components.addObject(), component));
        tree.put("configurationDigest", manifest.configurationDigest());
        tree.set("configuration", JSON.readTree(MixtureConfigs.toJson(manifest.configuration())));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }

    private static void writeProvenance(ObjectNode tree, Provenance provenance) {
        tree.put("created", provenance.created().toString())
                .put("by", provenance.by())
                .put("note", provenance.note());
        ObjectNode facts = tree.putObject("facts");
        provenance.facts().forEach(facts::put);
    }

    private static void writeComponent(ObjectNode tree, Component component) {
        tree.put("component", component.name().path())
                .put("version", component.version())
                .put("encoding", component.encoding())
                .put("digest", component.digest());
        ArrayNode files = tree.putArray("files");
        for (ComponentFile file : component.files()) {
            files.addObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256());
        }
    }

    /// The manifest in the text; the file appears in messages.
    static ReleaseManifest read(String file, byte[] bytes) {
        try {
            JsonNode tree = JSON.readTree(bytes);
            requireEqual("apiVersion", text(tree, "apiVersion"), API_VERSION);
            requireEqual("kind", text(tree, "kind"), KIND);
            MixtureConfig configuration =
                    MixtureConfigs.fromJson(field(tree, "configuration").toString());
            ReleaseManifest manifest = new ReleaseManifest(
                    text(tree, "mixture"),
                    number(tree, "release"),
                    readProvenance(tree),
                    readComponents(tree),
                    configuration);
            requireEqual("configurationDigest", text(tree, "configurationDigest"), manifest.configurationDigest());
            requireEqual("digest", text(tree, "digest"), manifest.digest());
            return manifest;
        } catch (JacksonException e) {
            throw corrupt(file, "must be valid JSON: " + reason(e), e);
        } catch (IllegalArgumentException | DateTimeException | WitanException e) {
            throw corrupt(file, String.valueOf(e.getMessage()), e);
        }
    }

    /// What the parser says, without the place in memory that it read from.
    private static String reason(JacksonException e) {
        return e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
    }

    private static Provenance readProvenance(JsonNode tree) {
        Map<String, String> facts = new TreeMap<>();
        JsonNode node = field(tree, "facts");
        node.propertyNames().forEach(name -> facts.put(name, text(node, name)));
        return new Provenance(Instant.parse(text(tree, "created")), text(tree, "by"), text(tree, "note"), facts);
    }

    private static List<Component> readComponents(JsonNode tree) {
        List<Component> components = new ArrayList<>();
        for (JsonNode node : field(tree, "components")) {
            List<ComponentFile> files = new ArrayList<>();
            for (JsonNode file : field(node, "files")) {
                files.add(new ComponentFile(text(file, "name"), longNumber(file, "bytes"), text(file, "sha256")));
            }
            ComponentName name = new ComponentName(text(node, "component"));
            Component component = new Component(name, number(node, "version"), text(node, "encoding"), files);
            requireEqual("digest of " + name, text(node, "digest"), component.digest());
            components.add(component);
        }
        return components;
    }

    private static JsonNode field(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key))
                .orElseThrow(() -> new IllegalArgumentException("must have '" + key + "'"));
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = field(node, key);
        if (!value.isString()) {
            throw new IllegalArgumentException("'%s' must be text: %s".formatted(key, value));
        }
        return value.stringValue();
    }

    private static int number(JsonNode node, String key) {
        long value = longNumber(node, key);
        if (value != (int) value) {
            throw new IllegalArgumentException("'%s' must fit 32 bits: %d".formatted(key, value));
        }
        return (int) value;
    }

    private static long longNumber(JsonNode node, String key) {
        JsonNode value = field(node, key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("'%s' must be a whole number: %s".formatted(key, value));
        }
        return value.longValue();
    }

    private static void requireEqual(String what, String found, String expected) {
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("%s must be %s: %s".formatted(what, expected, found));
        }
    }

    private static WitanException corrupt(String file, String rule, Exception cause) {
        return new WitanException(ErrorCode.CORRUPT_FILE, file + ": " + rule, cause);
    }
}

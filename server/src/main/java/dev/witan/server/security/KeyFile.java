// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.security;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.RequestContext;
import dev.witan.server.security.ApiKeys.Holder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads the file of API keys:
///
/// ```yaml
/// keys:
///   - id: 3f9a1c2e
///     digest: sha256:<64 hexadecimal digits>
///     principal: ranking-service
///     tenant: ads
///     tags: [eu]
/// ```
final class KeyFile {
    private static final String DIGEST_PREFIX = "sha256:";

    private final Path file;
    private final JsonParser parser;
    private final Map<String, Holder> holders = new LinkedHashMap<>();

    private KeyFile(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    static ApiKeys read(Path file) {
        if (!Files.isReadable(file)) {
            throw new WitanException(ErrorCode.INVALID_CONFIGURATION, "the key file must be readable: " + file);
        }
        YAMLFactory yaml = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = yaml.createParser(ObjectReadContext.empty(), file)) {
            return new KeyFile(file, parser).keys();
        } catch (JacksonException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "%s:%d: the key file must be valid YAML: %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr(),
                                    e.getOriginalMessage().lines().findFirst().orElse("")),
                    e);
        }
    }

    private ApiKeys keys() {
        parser.nextToken();
        require(JsonToken.START_OBJECT, "a key file must be a mapping with 'keys'");
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            parser.nextToken();
            if (!field.equals("keys")) {
                throw wrong("unknown field; a key file has only 'keys'", field);
            }
            require(JsonToken.START_ARRAY, "keys must be a list");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                readKey();
            }
        }
        if (holders.isEmpty()) {
            throw wrong("a key file must hold at least one key", "none");
        }
        return new ApiKeys(holders);
    }

    private void readKey() {
        require(JsonToken.START_OBJECT, "a key must be a mapping");
        String id = "";
        String digest = "";
        String principal = "";
        String tenant = RequestContext.DEFAULT_TENANT;
        Set<String> tags = Set.of();
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            parser.nextToken();
            switch (field) {
                case "id" -> id = text("id");
                case "digest" -> digest = text("digest");
                case "principal" -> principal = text("principal");
                case "tenant" -> tenant = text("tenant");
                case "tags" -> tags = texts();
                default -> throw wrong("unknown field; a key has id, digest, principal, tenant and tags", field);
            }
        }
        add(id, digest, new Principal(principal, tenant, tags));
    }

    private void add(String id, String digest, Principal principal) {
        if (id.length() != ApiKey.ID_LENGTH || !isHex(id)) {
            throw wrong("a key's id must be %d hexadecimal digits".formatted(ApiKey.ID_LENGTH), id);
        }
        String hex = digest.startsWith(DIGEST_PREFIX) ? digest.substring(DIGEST_PREFIX.length()) : "";
        if (hex.length() != Digest.HEX_LENGTH || !isHex(hex)) {
            throw wrong("a key's digest must be 'sha256:' and 64 hexadecimal digits", digest);
        }
        if (principal.name().isEmpty()) {
            throw wrong("a key needs a principal", id);
        }
        if (holders.putIfAbsent(id, new Holder(Digest.parse(hex), principal)) != null) {
            throw wrong("a key's id may stand only once", id);
        }
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(HexFormat::isHexDigit);
    }

    private String text(String field) {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw wrong(field + " must be a text", String.valueOf(token));
        }
        return parser.getString();
    }

    private Set<String> texts() {
        require(JsonToken.START_ARRAY, "tags must be a list");
        Set<String> texts = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text("a tag"));
        }
        return texts;
    }

    private void require(JsonToken expected, String rule) {
        if (parser.currentToken() != expected) {
            throw wrong(rule, String.valueOf(parser.currentToken()));
        }
    }

    private WitanException wrong(String rule, String value) {
        int line = parser.currentTokenLocation().getLineNr();
        return new WitanException(
                ErrorCode.INVALID_CONFIGURATION, "%s:%d: %s: '%s'".formatted(file, line, rule, Excerpt.of(value)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A published model: one safetensors file, or a folder of several with an index, and the `config.json` beside them if
/// there is one. A file is mapped when a tensor of it is first asked for. Used by one thread.
final class Checkpoint {
    private static final String INDEX = "model.safetensors.index.json";
    private static final String SINGLE = "model.safetensors";
    private static final String CONFIG = "config.json";
    private static final long JSON_BYTES_MAX = 64L << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final String source;
    private final Arena arena;
    private final Map<String, String> fileOfTensor;
    private final Map<String, SafetensorsFile> open = new HashMap<>();
    private final JsonNode config;

    private Checkpoint(Path folder, String source, Arena arena, Map<String, String> fileOfTensor) {
        this.folder = folder;
        this.source = source;
        this.arena = arena;
        this.fileOfTensor = fileOfTensor;
        Path path = folder.resolve(CONFIG);
        this.config = Files.isRegularFile(path) ? json(path) : MissingNode.getInstance();
    }

    /// Reads an index or a header, and no numbers.
    static Checkpoint open(Path path, Arena arena) {
        if (Files.isRegularFile(path)) {
            Path folder = path.toAbsolutePath().normalize().getParent();
            return ofFile(
                    folder == null ? Path.of(".") : folder, String.valueOf(path.getFileName()), path.toString(), arena);
        }
        if (Files.isRegularFile(path.resolve(INDEX))) {
            return new Checkpoint(path, path.toString(), arena, index(path.resolve(INDEX)));
        }
        if (Files.isRegularFile(path.resolve(SINGLE))) {
            return ofFile(path, SINGLE, path.toString(), arena);
        }
        throw WitanException.invalidInput(
                "%s: must be a safetensors file, or a folder with %s or %s".formatted(path, INDEX, SINGLE));
    }

    private static Checkpoint ofFile(Path folder, String file, String source, Arena arena) {
        SafetensorsFile only = SafetensorsFile.open(folder.resolve(file), arena);
        Map<String, String> files = new TreeMap<>();
        only.names().forEach(name -> files.put(name, file));
        Checkpoint checkpoint = new Checkpoint(folder, source, arena, files);
        checkpoint.open.put(file, only);
        return checkpoint;
    }

    private static Map<String, String> index(Path path) {
        Map<String, String> files = new TreeMap<>();
        JsonNode map = json(path).path("weight_map");
        map.forEachEntry((name, file) -> files.put(name, fileName(path, name, file)));
        if (files.isEmpty()) {
            throw corrupt(path, "must have a weight_map that names the file of each tensor: " + map.getNodeType());
        }
        return files;
    }

    /// A name and no path: an index must not lead out of its folder.
    private static String fileName(Path index, String tensor, JsonNode file) {
        String name = file.stringValue("");
        if (name.isEmpty() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw corrupt(
                    index, "the file of tensor '%s' must be a name in the same folder: %s".formatted(tensor, file));
        }
        return name;
    }

    private static JsonNode json(Path path) {
        try {
            if (Files.size(path) > JSON_BYTES_MAX) {
                throw corrupt(path, "must be at most %d bytes: %d".formatted(JSON_BYTES_MAX, Files.size(path)));
            }
            return JSON.readTree(Files.readAllBytes(path));
        } catch (IOException | JacksonException e) {
            throw new WitanException(ErrorCode.CORRUPT_FILE, "%s: must be readable JSON: %s".formatted(path, e), e);
        }
    }

    private static WitanException corrupt(Path path, String rule) {
        return new WitanException(ErrorCode.CORRUPT_FILE, path + ": " + rule);
    }

    /// What the person called it.
    String source() {
        return source;
    }

    /// What is said of the model as a whole; missing where there is no `config.json`.
    JsonNode config() {
        return config;
    }

    /// Every tensor's name, in all files.
    Set<String> names() {
        return Collections.unmodifiableSet(fileOfTensor.keySet());
    }

    Optional<Tensor> find(String name) {
        return Optional.ofNullable(fileOfTensor.get(name)).map(file -> inFile(file, name));
    }

    private Tensor inFile(String file, String name) {
        return open.computeIfAbsent(file, _ -> SafetensorsFile.open(folder.resolve(file), arena))
                .find(name)
                .orElseThrow(() -> corrupt(
                        folder.resolve(file), "tensor '%s' is missing, which the index says is there".formatted(name)));
    }
}

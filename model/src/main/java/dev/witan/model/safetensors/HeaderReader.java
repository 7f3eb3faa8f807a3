// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads one header, token by token, and refuses whatever the format does not allow. Used once per file.
final class HeaderReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(20)
                    .maxNameLength(1024)
                    .build())
            .build();

    private static final Set<String> KEYS =
            Collections.unmodifiableSet(new TreeSet<>(Set.of("data_offsets", "dtype", "shape")));

    private final String file;
    private final JsonParser json;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Header.Entry> entries = new LinkedHashMap<>();

    private HeaderReader(String file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    static Header read(String file, byte[] header, long dataBytes) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), header)) {
            HeaderReader reader = new HeaderReader(file, json);
            reader.readTensors();
            List<Header.Entry> entries = List.copyOf(reader.entries.values());
            reader.requireGaplessCover(entries, dataBytes);
            return new Header(Map.copyOf(reader.metadata), entries);
        } catch (JacksonException e) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: header must be valid JSON: %s".formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    private void readTensors() {
        require(json.nextToken() == JsonToken.START_OBJECT, "header must be a JSON object", json.currentToken());
        boolean described = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals(Header.METADATA)) {
                require(!described, "names in the header must be unique", name);
                described = true;
                readMetadata();
            } else {
                require(!entries.containsKey(name), "names in the header must be unique", name);
                entries.put(name, readEntry(name));
            }
        }
        require(json.nextToken() == null, "header must end after its JSON object", json.currentToken());
    }

    private void readMetadata() {
        require(json.currentToken() == JsonToken.START_OBJECT, "__metadata__ must be an object", json.currentToken());
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            require(json.nextToken() == JsonToken.VALUE_STRING, "__metadata__ must hold text only", key);
            require(metadata.put(key, json.getString()) == null, "keys of __metadata__ must be unique", key);
        }
    }

    private Header.Entry readEntry(String name) {
        require(json.currentToken() == JsonToken.START_OBJECT, name, "must be an object", json.currentToken());
        Set<String> missing = new TreeSet<>(KEYS);
        String type = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            require(KEYS.contains(key), name, "keys must be among " + KEYS, key);
            require(missing.remove(key), name, "keys must be unique", key);
            json.nextToken();
            switch (key) {
                case "dtype" -> type = readText(name);
                case "shape" -> shape = readNumbers(name, key, Header.DIMENSIONS_MAX);
                default -> offsets = readNumbers(name, key, 2);
            }
        }
        require(missing.isEmpty(), name, "must have " + KEYS + "; missing", missing);
        return entry(name, type, shape, offsets);
    }

    private Header.Entry entry(String name, String dtype, List<Long> shape, List<Long> offsets) {
        TensorType type = TensorType.named(dtype)
                .orElseThrow(() -> corrupt(name, "dtype must be among " + TensorType.names(), dtype));
        require(offsets.size() == 2, name, "data_offsets must be two numbers", offsets);
        long begin = offsets.get(0);
        long end = offsets.get(1);
        require(begin <= end, name, "data_offsets must not decrease", offsets);
        long bytes = byteSize(name, type, shape);
        String rule = "data_offsets must span the %d bytes of %s %s".formatted(bytes, type, shape);
        require(end - begin == bytes, name, rule, offsets);
        return new Header.Entry(name, type, shape, begin, end);
    }

    private long byteSize(String name, TensorType type, List<Long> shape) {
        try {
            long bytes = type.bytes();
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
            return bytes;
        } catch (ArithmeticException _) {
            throw corrupt(name, "shape must not overflow 64 bits", shape);
        }
    }

    private String readText(String name) {
        require(json.currentToken() == JsonToken.VALUE_STRING, name, "dtype must be text", json.currentToken());
        return json.getString();
    }

    private List<Long> readNumbers(String name, String key, int countMax) {
        require(json.currentToken() == JsonToken.START_ARRAY, name, key + " must be a list", json.currentToken());
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            require(whole, name, key + " must hold whole numbers of 64 bits", json.getString());
            long number = json.getLongValue();
            require(number >= 0, name, key + " must not be negative", number);
            require(numbers.size() < countMax, name, key + " must hold at most " + countMax + " numbers", number);
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    private void requireGaplessCover(List<Header.Entry> entries, long dataBytes) {
        List<Header.Entry> inOrder = entries.stream()
                .sorted(Comparator.comparingLong(Header.Entry::begin).thenComparingLong(Header.Entry::end))
                .toList();
        long covered = 0;
        for (Header.Entry entry : inOrder) {
            String name = entry.name();
            require(entry.begin() >= covered, name, "must not overlap the bytes before " + covered, entry.begin());
            require(entry.begin() == covered, name, "must begin without a gap at byte " + covered, entry.begin());
            require(entry.end() <= dataBytes, name, "must end within the " + dataBytes + " bytes of data", entry.end());
            covered = entry.end();
        }
        require(covered == dataBytes, "data must end with its last tensor at byte " + covered, dataBytes);
    }

    private void require(boolean holds, String tensor, String rule, @Nullable Object value) {
        if (!holds) {
            throw corrupt(tensor, rule, value);
        }
    }

    private void require(boolean holds, String rule, @Nullable Object value) {
        if (!holds) {
            throw new WitanException(ErrorCode.CORRUPT_FILE, "%s: %s: %s".formatted(file, rule, value));
        }
    }

    private WitanException corrupt(String tensor, String rule, @Nullable Object value) {
        return new WitanException(
                ErrorCode.CORRUPT_FILE, "%s: tensor '%s': %s: %s".formatted(file, tensor, rule, value));
    }
}

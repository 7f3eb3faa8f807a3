// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes `mixture.yaml`. Reading finds every problem at once: YAML first, then the schema, then the rules
/// between fields; each stage runs only over what the one before has accepted.
public final class MixtureConfigs {
    private static final JsonMapper JSON = new JsonMapper();

    private final SchemaCheck schema;

    /// Reads the shipped schema once; keep the reader for as long as files are to be read. Thread-safe.
    public MixtureConfigs() {
        this.schema = new SchemaCheck();
    }

    /// The configuration in the file, or a refusal that lists all that is wrong.
    public MixtureConfig read(Path path) {
        List<Problem> problems = new ArrayList<>();
        Optional<MixtureConfig> config = read(path, problems);
        Problem.refuseErrors(problems);
        return config.orElseThrow();
    }

    /// The configuration in the file, or nothing and at least one problem added.
    public Optional<MixtureConfig> read(Path path, List<Problem> problems) {
        try (InputStream stream = Files.newInputStream(path)) {
            return parse(path.toString(), stream.readNBytes(YamlReader.BYTES_MAX + 1), problems);
        } catch (NoSuchFileException _) {
            problems.add(Problem.error(ErrorCode.INVALID_CONFIGURATION, path.toString(), "must exist"));
        } catch (IOException e) {
            String rule = "must be readable: " + e.getMessage();
            problems.add(Problem.error(ErrorCode.INVALID_CONFIGURATION, path.toString(), rule));
        }
        return Optional.empty();
    }

    Optional<MixtureConfig> parse(String file, byte[] bytes, List<Problem> problems) {
        List<Problem> found = new ArrayList<>();
        YamlDocument document = YamlReader.read(file, bytes, found);
        Optional<MixtureConfig> config = found.isEmpty() ? check(document, found) : Optional.empty();
        found.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        problems.addAll(found);
        return config;
    }

    private Optional<MixtureConfig> check(YamlDocument document, List<Problem> problems) {
        problems.addAll(schema.problems(document));
        return problems.isEmpty() ? bind(document, problems) : Optional.empty();
    }

    private static Optional<MixtureConfig> bind(YamlDocument document, List<Problem> problems) {
        MixtureSpec spec = ConfigBinder.spec(document.tree());
        List<Violation> violations = MixtureRules.violations(spec);
        violations.forEach(v -> problems.add(document.problem(v.field(), v.rule())));
        return violations.isEmpty()
                ? Optional.of(new MixtureConfig(
                        ConfigBinder.name(document.tree()), ConfigBinder.description(document.tree()), spec))
                : Optional.empty();
    }

    /// The configuration as a person likes to edit it.
    public static String toYaml(MixtureConfig config) {
        return YamlWriter.write(ConfigTree.of(config));
    }

    /// The configuration as JSON: equal configurations give equal text.
    public static String toJson(MixtureConfig config) {
        return ConfigTree.of(config).toString();
    }

    /// The configuration that was frozen as JSON; the file appears in messages.
    public MixtureConfig fromJson(String file, String json) {
        JsonNode tree = JSON.readTree(json);
        List<Problem> problems = new ArrayList<>();
        Optional<MixtureConfig> config = check(new YamlDocument(file, tree, Map.of(), Map.of()), problems);
        if (config.isEmpty()) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: the frozen configuration must be valid: %s".formatted(file, problems.getFirst()));
        }
        return config.get();
    }
}

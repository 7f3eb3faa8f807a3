// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.model.problem.Problem;
import dev.witan.model.storage.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes `mixture.yaml`. Reading finds every problem at once: YAML first, then the schema, then the rules
/// between fields; each stage runs only over what the one before has accepted.
public final class MixtureConfigs {
    private static final JsonMapper JSON = new JsonMapper();

    private @Nullable SchemaCheck schema;

    /// Reads the shipped schema when first needed, and once. Thread-safe.
    public MixtureConfigs() {}

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

    private synchronized SchemaCheck schema() {
        if (schema == null) {
            schema = new SchemaCheck();
        }
        return schema;
    }

    private Optional<MixtureConfig> check(YamlDocument document, List<Problem> problems) {
        problems.addAll(schema().problems(document));
        if (problems.isEmpty()) {
            checkOrders(document, problems);
        }
        return problems.isEmpty() ? bind(document, problems) : Optional.empty();
    }

    /// The orders of n-grams: a schema cannot compare them, and no column can be made of them the wrong way round.
    private static void checkOrders(YamlDocument document, List<Problem> problems) {
        JsonNode columns = document.tree().at("/spec/encoder/columns");
        for (int i = 0; i < columns.size(); i++) {
            JsonNode orders = columns.path(i).path("ngrams");
            if (orders.path(0).asInt(0) > orders.path(1).asInt(0)) {
                String field = YamlDocument.child(YamlDocument.element("spec.encoder.columns", i), "ngrams");
                problems.add(document.problem(field, "must be the shortest order and then the longest: " + orders));
            }
        }
    }

    private static Optional<MixtureConfig> bind(YamlDocument document, List<Problem> problems) {
        try {
            MixtureSpec spec = ConfigBinder.spec(document.tree());
            List<Violation> violations = MixtureRules.violations(spec);
            violations.forEach(v -> problems.add(document.problem(v.field(), v.rule())));
            return violations.isEmpty()
                    ? Optional.of(new MixtureConfig(
                            ConfigBinder.name(document.tree()), ConfigBinder.description(document.tree()), spec))
                    : Optional.empty();
        } catch (BrokenField e) {
            problems.add(document.problem(e.field(), String.valueOf(e.getMessage())));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            problems.add(document.problem("", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /// The configuration as a person likes to edit it.
    public static String toYaml(MixtureConfig config) {
        return YamlWriter.write(ConfigTree.of(config));
    }

    /// The configuration as JSON: equal configurations give equal text.
    public static String toJson(MixtureConfig config) {
        return ConfigTree.of(config).toString();
    }

    /// The SHA-256 of what an expert is called by and how it is reached: of two releases' experts that have it in
    /// common, one instance is enough. Whoever may use it, and at what price, makes no difference.
    public static String digest(ExpertConfig expert) {
        return Fingerprint.sha256(ExpertForm.call(expert).tree().toString());
    }

    /// The configuration that [#toJson] gave. The records' own rules are enough here, since nobody edits it, and they
    /// save a starting server the schema.
    ///
    /// @throws IllegalArgumentException saying which rule is broken
    public static MixtureConfig fromJson(String json) {
        JsonNode tree = JSON.readTree(json);
        MixtureConfig config =
                new MixtureConfig(ConfigBinder.name(tree), ConfigBinder.description(tree), ConfigBinder.spec(tree));
        if (!ConfigTree.of(config).equals(tree)) {
            throw new IllegalArgumentException("configuration must be in its one form: " + Excerpt.of(json));
        }
        return config;
    }
}

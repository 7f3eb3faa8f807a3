// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Where an option that stands on no command line gets its value: from the environment, else from the server's
/// configuration file. The option `--admin-port` is `WITAN_ADMIN_PORT` in the one and `adminPort` in the other.
final class ConfiguredDefaults implements IDefaultValueProvider {
    private static final String CONFIG = "--config";
    private static final Path STANDARD_FILE = Path.of("witan.yaml");
    private static final Pattern WORD_START = Pattern.compile("-([a-z])");

    private final Map<String, JsonNode> values;
    private final UnaryOperator<@Nullable String> environment;

    private ConfiguredDefaults(Map<String, JsonNode> values, UnaryOperator<@Nullable String> environment) {
        this.values = values;
        this.environment = environment;
    }

    /// What holds for one command line: the file that `--config` or `WITAN_CONFIG` names, else `witan.yaml` if the
    /// working folder has one, else the environment alone.
    static ConfiguredDefaults find(String[] args, CommandSpec command, UnaryOperator<@Nullable String> environment) {
        Optional<Path> named = namedFile(args)
                .or(() -> Optional.ofNullable(environment.apply("WITAN_CONFIG")))
                .map(Path::of);
        Optional<Path> file = named.or(() -> Optional.of(STANDARD_FILE).filter(Files::exists));
        return file.map(path -> of(path, command, environment))
                .orElseGet(() -> new ConfiguredDefaults(Map.of(), environment));
    }

    private static Optional<String> namedFile(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith(CONFIG + "=")) {
                return Optional.of(args[i].substring(CONFIG.length() + 1));
            }
            if (args[i].equals(CONFIG) && i + 1 < args.length) {
                return Optional.of(args[i + 1]);
            }
        }
        return Optional.empty();
    }

    /// Reads a configuration file whose keys must be among the options of `command`.
    static ConfiguredDefaults of(Path file, CommandSpec command, UnaryOperator<@Nullable String> environment) {
        JsonNode root = tree(file);
        if (!root.isObject()) {
            throw refusal(file + ": must be a mapping of settings, one per line, like 'port: 8000'");
        }
        Set<String> known = new TreeSet<>();
        command.options().stream().filter(option -> !isHelp(option)).forEach(option -> known.add(key(option)));
        known.remove("config");
        for (String key : root.propertyNames()) {
            if (root.path(key).isContainer()) {
                throw refusal("%s: setting '%s' must be one value: %s".formatted(file, key, root.path(key)));
            }
            if (!known.contains(key)) {
                throw refusal("%s: unknown setting '%s'%s (settings: %s)"
                        .formatted(file, key, Suggestion.hint(key, known), String.join(", ", known)));
            }
        }
        return new ConfiguredDefaults(
                Map.copyOf(root.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))),
                environment);
    }

    private static JsonNode tree(Path file) {
        try {
            return YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(Files.readString(file));
        } catch (IOException e) {
            throw refusal(file + ": the configuration cannot be read: " + e);
        } catch (JacksonException e) {
            throw refusal("%s: must be valid YAML: %s".formatted(file, e.getOriginalMessage()));
        }
    }

    private static WitanException refusal(String message) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, message);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || isHelp(option)) {
            return null;
        }
        String fromEnvironment = environment.apply(variable(option));
        if (fromEnvironment != null) {
            return fromEnvironment;
        }
        JsonNode value = values.get(key(option));
        return value == null || value.isNull() ? null : value.asString();
    }

    private static boolean isHelp(OptionSpec option) {
        return option.usageHelp() || option.versionHelp();
    }

    /// `WITAN_ADMIN_PORT` for `--admin-port`.
    static String variable(OptionSpec option) {
        return "WITAN_" + bare(option).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /// `adminPort` for `--admin-port`.
    static String key(OptionSpec option) {
        return WORD_START
                .matcher(bare(option))
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    private static String bare(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ConfiguredDefaultsTest {
    @Command(name = "sample", mixinStandardHelpOptions = true)
    private static final class Sample {
        @Option(
                names = {"-p", "--admin-port"},
                defaultValue = "8002")
        int adminPort;

        @Option(names = "--config")
        Path config;

        @Option(names = "--hosts", split = ",")
        List<String> hosts = List.of();
    }

    @TempDir
    Path folder;

    private int adminPort(String yaml, Map<String, String> environment, String... args) throws IOException {
        return sample(yaml, environment, args).adminPort;
    }

    private Sample sample(String yaml, Map<String, String> environment, String... args) throws IOException {
        Path file = Files.writeString(folder.resolve("witan.yaml"), yaml);
        Sample sample = new Sample();
        CommandLine line = new CommandLine(sample);
        line.setDefaultValueProvider(ConfiguredDefaults.of(file, line.getCommandSpec(), environment::get));
        line.parseArgs(args);
        return sample;
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentOverTheFileOverTheDefault() throws IOException {
        Map<String, String> environment = Map.of("WITAN_ADMIN_PORT", "2");
        assertThat(adminPort("adminPort: 1\n", environment, "--admin-port", "3"))
                .isEqualTo(3);
        assertThat(adminPort("adminPort: 1\n", environment)).isEqualTo(2);
        assertThat(adminPort("adminPort: 1\n", Map.of())).isEqualTo(1);
        assertThat(adminPort("{}\n", Map.of())).isEqualTo(8002);
    }

    @Test
    void aListIsOneValueWithCommasEverywhere() throws IOException {
        List<String> both = List.of("a.example", "b.example");

        assertThat(sample("{}\n", Map.of(), "--hosts", "a.example,b.example").hosts)
                .isEqualTo(both);
        assertThat(sample("{}\n", Map.of("WITAN_HOSTS", "a.example,b.example")).hosts)
                .isEqualTo(both);
        assertThat(sample("hosts: a.example,b.example\n", Map.of()).hosts).isEqualTo(both);
        assertThat(sample("{}\n", Map.of()).hosts).isEmpty();
    }

    @Test
    void refusesASettingThatItDoesNotKnowAndWhatIsNoMapping() {
        assertThatThrownBy(() -> adminPort("adminprot: 1\n", Map.of()))
                .isInstanceOf(WitanException.class)
                .hasMessageEndingWith(
                        "witan.yaml: unknown setting 'adminprot'; did you mean 'adminPort'? (settings: adminPort, hosts)");
        assertThatThrownBy(() -> adminPort("adminPort: [1]\n", Map.of()))
                .hasMessageEndingWith("witan.yaml: setting 'adminPort' must be one value: [1]");
        assertThatThrownBy(() -> adminPort("- 1\n", Map.of())).hasMessageContaining("must be a mapping of settings");
        assertThatThrownBy(() -> adminPort("adminPort: 1\nadminPort: 2\n", Map.of()))
                .hasMessageContaining("must be valid YAML");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {
    private static final Principal RANKING = new Principal("ranking", "ads", Set.of("eu", "pii"));

    @TempDir
    Path folder;

    private ApiKeys read(String content) throws IOException {
        return ApiKeys.read(Files.writeString(folder.resolve("keys.yaml"), content));
    }

    @Test
    void aKeyLeadsToItsHolderAndNoOtherKeyDoes() throws IOException {
        ApiKey key = ApiKey.generate();
        ApiKey other = ApiKey.generate();
        ApiKeys keys = read("keys:\n" + key.entry(RANKING));

        assertThat(keys.holder(key.secret())).hasValue(RANKING);
        assertThat(keys.holder(other.secret())).isEmpty();
        assertThat(keys.holder(key.secret() + "x")).isEmpty();
        assertThat(keys.holder(key.secret().substring(0, 20))).isEmpty();
        assertThat(keys.holder("")).isEmpty();
        assertThat(keys.isOpen()).isFalse();
    }

    @Test
    void theFileHoldsNoSecret() {
        ApiKey key = ApiKey.generate();

        assertThat(key.entry(RANKING))
                .doesNotContain(key.secret())
                .doesNotContain(key.secret().substring(15));
    }

    @Test
    void keysAreLongAndNeverTheSame() {
        assertThat(ApiKey.generate().secret())
                .matches("witan_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")
                .isNotEqualTo(ApiKey.generate().secret());
    }

    @Test
    void jsonIsReadAsWell() throws IOException {
        ApiKey key = ApiKey.generate();
        String digest = Digest.of(key.secret()).hex();

        ApiKeys keys = read("{\"keys\": [{\"id\": \"%s\", \"digest\": \"sha256:%s\", \"principal\": \"p\"}]}"
                .formatted(key.id(), digest));

        assertThat(keys.holder(key.secret())).hasValue(new Principal("p", "default", Set.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'keys: []'|a key file must hold at least one key",
                "'key: []'|keys.yaml:1: unknown field; a key file has only 'keys': 'key'",
                "'[1, 2]'|a key file must be a mapping with 'keys'",
                "'keys: {a: 1}'|keys must be a list",
                "'keys: [{id: 12}]'|keys.yaml:1: a key's id must be 8 hexadecimal digits: '12'",
                "'keys: [{id: 3f9a1c2e, digest: md5:aa}]'|a key's digest must be 'sha256:' and 64 hexadecimal digits",
                "'keys: [{id: 3f9a1c2e, secret: x}]'|unknown field; a key has id, digest, principal, tenant and tags",
                "'keys: [{id: a, id: b}]'|the key file must be valid YAML",
                "'keys: ['|the key file must be valid YAML",
            })
    void aBrokenKeyFileIsRefusedWithPlaceRuleAndValue(String content, String message) {
        assertThatThrownBy(() -> read(content)).hasMessageContaining(message).hasMessageContaining("keys.yaml:");
    }

    @Test
    void aMissingKeyFileIsNamed() {
        assertThatThrownBy(() -> ApiKeys.read(folder.resolve("none.yaml")))
                .hasMessageContaining("the key file must be readable")
                .hasMessageContaining("none.yaml");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.experts.remote.Target;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/// A server that answers conversations as OpenAI's API does, and the model that it is asked for.
///
/// @param completions the address that conversations are posted to
/// @param model the model's name there
/// @param key what opens the server; `""` when nothing does
public record ChatUpstream(URI completions, String model, String key) {
    public ChatUpstream {
        Objects.requireNonNull(completions);
        Objects.requireNonNull(key);
        if (model.isEmpty()) {
            throw invalid("a chat upstream needs the name of a model: it is empty");
        }
    }

    /// Reads where an upstream is.
    ///
    /// @param url what `/chat/completions` lies below, such as `http://127.0.0.1:8080/v1`
    /// @param keyEnv the environment variable that holds the key; `""` when there is none
    /// @param environment the process's variables
    public static ChatUpstream of(String url, String model, String keyEnv, Map<String, String> environment) {
        Target target = Target.of(url);
        if (target.scheme().isGrpc()) {
            throw invalid("the url of a chat upstream must begin with http:// or https://: '%s'".formatted(url));
        }
        return new ChatUpstream(target.uri("/chat/completions"), model, key(keyEnv, environment));
    }

    private static String key(String keyEnv, Map<String, String> environment) {
        if (keyEnv.isEmpty()) {
            return "";
        }
        String key = environment.getOrDefault(keyEnv, "").strip();
        boolean isSendable = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (key.isEmpty() || !isSendable) {
            throw invalid("the environment variable %s must hold a chat upstream's key: it %s"
                    .formatted(keyEnv, key.isEmpty() ? "is not set" : "has characters that no header can carry"));
        }
        return key;
    }

    private static WitanException invalid(String message) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, message);
    }

    /// Without the key.
    @Override
    public String toString() {
        return completions + " (" + model + ")";
    }
}

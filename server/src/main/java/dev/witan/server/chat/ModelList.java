// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.ChatHead;
import dev.witan.experts.chat.JsonText;
import dev.witan.server.host.Door;
import dev.witan.server.host.HostedMixture;
import dev.witan.server.host.MixtureHost;
import java.util.List;
import java.util.stream.Collectors;

/// The chat mixtures as OpenAI's API lists models.
final class ModelList {
    private final Door door;

    ModelList(Door door) {
        this.door = door;
    }

    /// The answer to `GET /v1/models`.
    byte[] all() {
        String models = hosted().stream().map(ModelList::model).collect(Collectors.joining(","));
        return "{\"object\":\"list\",\"data\":[%s]}".formatted(models).getBytes(UTF_8);
    }

    /// The answer to `GET /v1/models/{name}`.
    ///
    /// @throws WitanException UNKNOWN_MIXTURE
    byte[] one(String name) {
        return hosted().stream()
                .filter(mixture -> mixture.name().equals(name))
                .findFirst()
                .map(ModelList::model)
                .orElseThrow(() -> unknown(name))
                .getBytes(UTF_8);
    }

    private WitanException unknown(String name) {
        List<String> names = hosted().stream().map(HostedMixture::name).toList();
        return new WitanException(
                ErrorCode.UNKNOWN_MIXTURE,
                "unknown chat mixture '%s'%s (chat mixtures: %s)"
                        .formatted(Excerpt.of(name), Suggestion.hint(name, names), String.join(", ", names)));
    }

    private List<HostedMixture> hosted() {
        return door.host().map(MixtureHost::all).orElse(List.of()).stream()
                .filter(mixture -> mixture.mixture().head() instanceof ChatHead)
                .toList();
    }

    private static String model(HostedMixture mixture) {
        long created = mixture.loaded().manifest().provenance().created().getEpochSecond();
        return "{\"id\":%s,\"object\":\"model\",\"created\":%d,\"owned_by\":\"witan\"}"
                .formatted(JsonText.quoted(mixture.name()), created);
    }
}

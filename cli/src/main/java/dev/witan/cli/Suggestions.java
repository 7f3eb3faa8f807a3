// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.response.ChatHead;
import dev.witan.server.host.HostedMixture;
import java.util.ArrayList;
import java.util.List;

/// What a server that is up tells its person to try.
///
/// @param base the server's URL
/// @param needsKey whether it asks for API keys
record Suggestions(String base, boolean needsKey) {
    private static final int MIXTURES_MAX = 3;

    List<String> of(List<HostedMixture> mixtures) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Open %s/ in a browser to ask, and to see which experts answer.".formatted(base));
        lines.add(
                needsKey
                        ? "Or try, from another terminal, with your key in WITAN_API_KEY"
                                + " (curl: -H \"x-api-key: $WITAN_API_KEY\"):"
                        : "Or try, from another terminal:");
        List<HostedMixture> ofRows =
                mixtures.stream().filter(hosted -> !isChat(hosted)).toList();
        for (HostedMixture hosted : ofRows.subList(0, Math.min(MIXTURES_MAX, ofRows.size()))) {
            String input = ExampleRecord.of(hosted.loaded()).input();
            lines.add("  %s explain %s --server %s %s"
                    .formatted(ShellText.command(), hosted.name(), base, ShellText.quoted(input)));
        }
        ofRows.stream().findFirst().ifPresent(first -> lines.add(infer(first)));
        mixtures.stream().filter(Suggestions::isChat).findFirst().ifPresent(first -> lines.add(chat(first)));
        lines.add("  curl -s %s/metrics | grep witan_expert".formatted(base));
        lines.add("Stop with Ctrl-C.");
        return lines;
    }

    private static boolean isChat(HostedMixture hosted) {
        return hosted.mixture().head() instanceof ChatHead;
    }

    private String infer(HostedMixture hosted) {
        return curl(
                "/v2/models/%s/infer".formatted(hosted.name()),
                ExampleRecord.of(hosted.loaded()).requestJson());
    }

    private String chat(HostedMixture hosted) {
        return curl(
                "/v1/chat/completions",
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}".formatted(hosted.name()));
    }

    private String curl(String path, String json) {
        return "  curl -s -H 'Content-Type: application/json' %s%s -d %s".formatted(base, path, ShellText.quoted(json));
    }
}

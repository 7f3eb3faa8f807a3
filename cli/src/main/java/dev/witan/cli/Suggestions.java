// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

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
        for (HostedMixture hosted : mixtures.subList(0, Math.min(MIXTURES_MAX, mixtures.size()))) {
            String input = ExampleRecord.of(hosted.loaded()).input();
            lines.add("  %s explain %s --server %s %s"
                    .formatted(ShellText.command(), hosted.name(), base, ShellText.quoted(input)));
        }
        HostedMixture first = mixtures.getFirst();
        lines.add("  curl -s -H 'Content-Type: application/json' %s/v2/models/%s/infer -d %s"
                .formatted(
                        base,
                        first.name(),
                        ShellText.quoted(ExampleRecord.of(first.loaded()).requestJson())));
        lines.add("  curl -s %s/metrics | grep witan_expert".formatted(base));
        lines.add("Stop with Ctrl-C.");
        return lines;
    }
}

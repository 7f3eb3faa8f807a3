// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How many tokens an upstream says that it read and wrote; zeros where it says nothing.
public record ChatUsage(long promptTokens, long completionTokens) {
    /// Nothing was said.
    public static final ChatUsage NONE = new ChatUsage(0, 0);

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Reads the field `usage` of an answer or an event; what is not a count says nothing.
    static ChatUsage of(JsonText answer) {
        String usage = answer.value("usage");
        if (!usage.startsWith("{")) {
            return NONE;
        }
        JsonNode tree = JSON.readTree(usage);
        return new ChatUsage(count(tree, "prompt_tokens"), count(tree, "completion_tokens"));
    }

    private static long count(JsonNode usage, String name) {
        JsonNode count = usage.path(name);
        return count.canConvertToLong() ? Math.max(0, count.asLong()) : 0;
    }
}

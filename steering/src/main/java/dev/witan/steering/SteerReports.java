// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.overlay.Steer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the admin API answers about steers, as JSON.
public final class SteerReports {
    private SteerReports() {}

    /// One steer that was laid or undone.
    public static byte[] steer(Steer steer) {
        return bytes(told(steer));
    }

    /// What is in force on a mixture.
    public static byte[] inForce(Steering steering) {
        ObjectNode json = about(steering);
        ArrayNode steers = json.put("epoch", steering.control().epoch()).putArray("steers");
        for (Steer steer : steering.inForce()) {
            steers.add(told(steer).put("waits", steering.waits(steer)));
        }
        return bytes(json);
    }

    /// The end of a mixture's log.
    public static byte[] log(Steering steering) {
        ObjectNode json = about(steering).put("file", steering.logFile().toString());
        ArrayNode acts = json.putArray("acts");
        steering.acts().forEach(act -> acts.add(SteerJson.of(act)));
        return bytes(json);
    }

    private static ObjectNode about(Steering steering) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mixture", steering.mixture())
                .put("trouble", steering.trouble());
    }

    private static ObjectNode told(Steer steer) {
        return SteerJson.of(steer).put("sentence", steer.sentence());
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(UTF_8);
    }
}

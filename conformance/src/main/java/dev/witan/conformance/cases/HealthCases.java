// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.REST_HEALTH;
import static dev.witan.conformance.check.Source.REST_MODEL_READY;
import static dev.witan.conformance.check.Source.REST_SERVER_LIVE;
import static dev.witan.conformance.check.Source.REST_SERVER_READY;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.Reply;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Live and ready over REST.
final class HealthCases {
    private static final String LIVE = "v2/health/live";
    private static final String READY = "v2/health/ready";

    private HealthCases() {}

    static List<Case> all() {
        return new Rules("rest.health")
                .must(
                        "live",
                        REST_HEALTH,
                        "A server that runs answers 200 when asked whether it is live.",
                        trial -> trial.expectStatus(trial.get(LIVE), 200))
                .must(
                        "ready",
                        REST_HEALTH,
                        "A server whose models are loaded answers 200 when asked whether it is ready.",
                        trial -> trial.expectStatus(trial.get(READY), 200))
                .must(
                        "model-ready",
                        REST_HEALTH,
                        "A model that is loaded is ready: status 200.",
                        trial -> trial.expectStatus(trial.get(trial.modelPath() + "/ready"), 200))
                .must(
                        "version-ready",
                        REST_HEALTH,
                        "A version that the metadata lists is ready: status 200.",
                        trial -> trial.expectStatus(
                                trial.get(trial.modelPath() + "/versions/" + trial.version() + "/ready"), 200))
                .must(
                        "unknown-model",
                        REST_HEALTH,
                        "A model that does not exist is not ready: a status from 400 to 499.",
                        trial -> isNotReady(trial, Trial.modelPath(Unknown.MODEL) + "/ready"))
                .must(
                        "unknown-version",
                        REST_HEALTH,
                        "A version that does not exist is not ready: a status from 400 to 499.",
                        trial -> isNotReady(trial, trial.modelPath() + "/versions/" + Unknown.VERSION + "/ready"))
                .should(
                        "live-body",
                        REST_SERVER_LIVE,
                        "What a live answer says in its body agrees with its status: nothing, or live is true.",
                        trial -> agrees(trial, trial.get(LIVE), "live"))
                .should(
                        "ready-body",
                        REST_SERVER_READY,
                        "What a ready answer says in its body agrees with its status: nothing, or ready (or live) is true.",
                        trial -> agrees(trial, trial.get(READY), "ready", "live"))
                .should(
                        "model-ready-body",
                        REST_MODEL_READY,
                        "What a model's ready answer says in its body: nothing, or the model's name and that ready is true.",
                        HealthCases::saysWhoIsReady)
                .should(
                        "without-credential",
                        REST_HEALTH,
                        "Probes carry no credential, so live and ready answer without one.",
                        HealthCases::needsNoCredential)
                .cases();
    }

    private static void isNotReady(Trial trial, String path) {
        Reply reply = trial.get(path);
        trial.expect(reply.status() >= 400 && reply.status() < 500, "a status from 400 to 499", reply);
    }

    private static void agrees(Trial trial, Reply reply, String... fields) {
        trial.expectStatus(reply, 200);
        if (reply.body().isEmpty()) {
            return;
        }
        JsonNode body = trial.json(reply);
        boolean isSaid =
                List.of(fields).stream().anyMatch(field -> body.path(field).isBoolean());
        boolean isTrue = List.of(fields).stream()
                .map(body::path)
                .filter(JsonNode::isBoolean)
                .allMatch(JsonNode::asBoolean);
        trial.expect(isSaid && isTrue, "an empty body, or true as " + String.join(" or ", fields), reply);
    }

    private static void saysWhoIsReady(Trial trial) {
        Reply reply = trial.get(trial.modelPath() + "/ready");
        agrees(trial, reply, "ready");
        if (!reply.body().isEmpty()) {
            trial.expect(
                    reply.json().path("name").asString("").equals(trial.model()),
                    "name '" + trial.model() + "'",
                    reply);
        }
    }

    private static void needsNoCredential(Trial trial) {
        trial.expectStatus(trial.sendAsNobody(Call.get(LIVE)), 200);
        trial.expectStatus(trial.sendAsNobody(Call.get(READY)), 200);
    }
}

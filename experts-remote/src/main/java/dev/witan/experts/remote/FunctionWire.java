// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.experts.remote.HttpLink.Reply;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Optional;

/// Asks an HTTP function: the protocol's body is posted to one URL, and the protocol's answer comes back. Nothing else
/// is asked of a function, so what it is shows in its answers only.
final class FunctionWire implements Wire {
    /// Says whether the function had to start for this call; `true` or `false`.
    static final String COLD_START = "x-cold-start";

    private final FunctionSettings settings;
    private final HttpLink link;

    FunctionWire(FunctionSettings settings, HttpClient client) {
        this.settings = settings;
        this.link = new HttpLink(client, settings.target(), settings.credential(), Packing.NONE);
    }

    /// Rows are called `rows` and go as JSON; the only output is the answer, whatever its name.
    Contract contract() {
        return new Contract("rows", "", false);
    }

    /// Sends one row, whose answer has to be of the right shape.
    @Override
    public Asked<Contract> describe(int inputs, int outputs, long nanosMax) {
        Contract contract = contract();
        Asked<Reply> asked = post(Question.ofZeros(inputs, outputs), contract, 0, new Traffic());
        return new Asked<>(asked.reply().thenApply(reply -> described(reply, contract, outputs)), asked.cancel());
    }

    private Contract described(Reply reply, Contract contract, int outputs) {
        if (reply.status() != 200) {
            throw HttpFailures.ofDescription(reply.status(), reply.body(), settings.target());
        }
        try {
            answer(reply, contract).require(1, outputs);
        } catch (WitanException e) {
            throw new WitanException(ErrorCode.INVALID_CONFIGURATION, settings.target() + ": " + e.reason(), e);
        }
        // Whoever answers in raw bytes when asked for them takes them too.
        boolean isBinary = reply.headers().firstValue(RestWire.JSON_LENGTH).isPresent();
        return new Contract(contract.input(), contract.output(), isBinary);
    }

    @Override
    public Asked<Answer> ask(Question question, Contract contract, long nanosMax, Traffic traffic) {
        Asked<Reply> asked = post(question, contract, nanosMax, traffic);
        return new Asked<>(asked.reply().thenApply(reply -> answer(reply, contract)), asked.cancel());
    }

    private Asked<Reply> post(Question question, Contract contract, long nanosMax, Traffic traffic) {
        HttpBody body = HttpBody.of(question, contract, nanosMax, Packing.NONE);
        HttpRequest.Builder request = link.request(settings.target().uri(""));
        RestWire.head(request, question, contract, body);
        return link.post(request, body, question.answerBytesMax(), traffic);
    }

    private Answer answer(Reply reply, Contract contract) {
        if (reply.status() != 200) {
            throw HttpFailures.of(reply.status(), reply.body(), settings.target());
        }
        return HttpAnswers.of(reply.body(), RestWire.jsonLength(reply), contract)
                .startedCold(coldStart(reply));
    }

    private static Optional<Boolean> coldStart(Reply reply) {
        return reply.headers().firstValue(COLD_START).map(Boolean::parseBoolean);
    }

    @Override
    public void close() {}
}

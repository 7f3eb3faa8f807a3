// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.experts.remote.RemoteObserver;
import dev.witan.observability.RemoteInstruments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the calls of an expert over the network counted, and logs when its other end goes and comes back.
///
/// @param mixture the expert's
record CountedCalls(String mixture, String expert, RemoteInstruments.Series series) implements RemoteObserver {
    private static final Logger LOG = LoggerFactory.getLogger(CountedCalls.class);

    @Override
    public void called(Call call) {
        if (!call.outcome().equals(Call.ANSWERED)) {
            series.failed(call.outcome(), call.bytesSent(), call.bytesReceived());
        } else if (call.start() == Start.COLD) {
            series.answeredCold(call.bytesSent(), call.bytesReceived(), call.nanos());
        } else {
            series.answered(call.bytesSent(), call.bytesReceived(), call.nanos());
        }
    }

    @Override
    public void warmed(Start start) {
        switch (start) {
            case WARM -> series.warmed();
            case COLD -> series.warmedCold();
        }
    }

    @Override
    public void fell(String reason) {
        series.fell();
        LOG.warn("expert '{}' of mixture {} does not answer: {}", expert, mixture, reason);
    }

    @Override
    public void rose() {
        series.rose();
        LOG.info("expert '{}' of mixture {} answers again", expert, mixture);
    }
}

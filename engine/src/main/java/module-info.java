// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The data plane: it takes a request through gate, routing, dispatch, experts and combination to a response.
///
/// Start reading at `Engine.step`. The packages stand in the order of a request's way: request, overlay, encode, gate,
/// routing, dispatch, expert, combine, response; `error` and `time` are below them all.
@NullMarked
module dev.witan.engine {
    requires static transitive org.jspecify;
    requires java.desktop;
    requires transitive dev.witan.kernels;

    exports dev.witan.engine;
    exports dev.witan.engine.combine;
    exports dev.witan.engine.dispatch;
    exports dev.witan.engine.encode;
    exports dev.witan.engine.error;
    exports dev.witan.engine.expert;
    exports dev.witan.engine.gate;
    exports dev.witan.engine.overlay;
    exports dev.witan.engine.request;
    exports dev.witan.engine.response;
    exports dev.witan.engine.routing;
    exports dev.witan.engine.time;
}

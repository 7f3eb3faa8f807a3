// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// How the calls to an expert on another machine are written.
final class CallForm {
    private CallForm() {}

    static CallConfig read(FieldReader expert, CallConfig usual) {
        return new CallConfig(
                expert.number("inFlightMax", usual.inFlightMax()),
                expert.number("batchRowsMax", usual.batchRowsMax()),
                expert.duration("timeout", usual.timeout()),
                expert.text("keyEnv"));
    }

    static FieldWriter write(FieldWriter tree, CallConfig usual, CallConfig calls) {
        return tree.unless(usual.inFlightMax(), calls.inFlightMax(), (to, most) -> to.put("inFlightMax", most))
                .unless(usual.batchRowsMax(), calls.batchRowsMax(), (to, most) -> to.put("batchRowsMax", most))
                .unless(usual.timeout(), calls.timeout(), (to, time) -> to.put("timeout", DurationText.write(time)))
                .unless(usual.keyEnv(), calls.keyEnv(), (to, name) -> to.put("keyEnv", name));
    }
}

// SPDX-License-Identifier: Apache-2.0
import { html, LitElement, nothing, svg } from "lit";
import { micros } from "./numbers.js";

/** The stages of an answer, in their order, with what each one does. */
const STAGES = [
    ["encode", "the input becomes a row of numbers"],
    ["wait", "for its turn in a batch"],
    ["gate", "scores the experts and picks"],
    ["experts", "compute"],
    ["combine", "makes one answer of theirs"],
];

/** Less than this share of the time needs no part of its own in the picture. */
const REST_MIN = 0.02;

/** Where the time of an answer went. */
class WitanStages extends LitElement {
    static properties = { answer: { attribute: false } };

    createRenderRoot() {
        return this;
    }

    render() {
        const times = this.answer.response.parameters?.decision?.micros;
        if (!times) {
            return nothing;
        }
        const parts = partsOf(times);
        const total = Math.max(times.total, parts.reduce((sum, part) => sum + part.micros, 0));
        let at = 0;
        return html`<section class="stages" aria-labelledby="stages-title">
            <h2 id="stages-title">Where the time went <span>${micros(times.total)} in the server</span></h2>
            <svg class="times" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                ${parts.map((part) => {
                    const x = at;
                    const width = (part.micros / total) * 1000;
                    at += width;
                    return svg`<rect x=${x} width=${Math.max(0, width - 2)} height="10" class=${part.name}></rect>`;
                })}
            </svg>
            <dl>
                ${parts.map(
                    (part) => html`<div class=${part.name} title=${part.meaning}>
                        <dt>${part.name}</dt>
                        <dd>${micros(part.micros)}</dd>
                    </div>`,
                )}
            </dl>
            <p class="note">From this browser and back: ${micros(this.answer.millis * 1000)}, the network included.</p>
        </section>`;
    }
}

function partsOf(times) {
    const parts = STAGES.filter(([name]) => times[name] !== undefined).map(([name, meaning]) => ({
        name,
        meaning,
        micros: times[name],
    }));
    const rest = times.total - parts.reduce((sum, part) => sum + part.micros, 0);
    if (rest > times.total * REST_MIN) {
        parts.push({ name: "other", meaning: "handing over between the stages", micros: rest });
    }
    return parts;
}

customElements.define("witan-stages", WitanStages);

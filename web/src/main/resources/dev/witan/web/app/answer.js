// SPDX-License-Identifier: Apache-2.0
import { html, LitElement, nothing } from "lit";
import { likelihood, quantity } from "./numbers.js";

const BARS_MAX = 5;

/** The answer in large letters, and the likeliest classes. */
class WitanAnswer extends LitElement {
    static properties = { sheet: { attribute: false }, answer: { attribute: false } };

    createRenderRoot() {
        return this;
    }

    render() {
        const reading = read(this.sheet, this.answer.response.outputs);
        return html`<section class="answer" aria-labelledby="answer-title">
            <h2 id="answer-title">The answer</h2>
            <p class="verdict" aria-live="polite" aria-atomic="true">
                ${this.sheet.target ? html`<span class="target">${words(this.sheet.target)}</span>` : nothing}
                <strong dir="auto">${reading.title}</strong>
                ${reading.share === null ? nothing : html`<span class="sure">${likelihood(reading.share)} likely</span>`}
            </p>
            ${reading.classes.length > 0 ? bars(reading.classes) : nothing}
        </section>`;
    }
}

function bars(classes) {
    return html`<ol class="classes" aria-label="The likeliest classes">
        ${classes.slice(0, BARS_MAX).map(
            ({ title, share }) => html`<li>
                <span class="class" dir="auto">${title}</span>
                <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                    <rect width="100" height="1" class="ground"></rect>
                    <rect width=${share * 100} height="1" class="share"></rect>
                </svg>
                <span class="share">${likelihood(share)}</span>
            </li>`,
        )}
    </ol>`;
}

/**
 * Reads the outputs of one row: the classes with their shares, likeliest first, or a number.
 *
 * @param {import("./api.js").Sheet} sheet
 * @param {{name: string, data: (string | number)[]}[]} outputs
 */
export function read(sheet, outputs) {
    const label = outputs.find((output) => output.data.length === 1 && typeof output.data[0] === "string")?.data[0];
    const numbers = outputs.find((output) => typeof output.data[0] === "number")?.data ?? [];
    const shares = sheet.classes.length === 2 && numbers.length === 1 ? [1 - numbers[0], numbers[0]] : numbers;
    if (label === undefined || shares.length !== sheet.classes.length) {
        return { title: label ?? quantity(numbers[0] ?? NaN), share: null, classes: [] };
    }
    const classes = sheet.classes
        .map((known, i) => ({ label: known.label, title: known.title ?? known.label, share: shares[i] }))
        .sort((a, b) => b.share - a.share);
    const chosen = classes.find((known) => known.label === label) ?? classes[0];
    return { title: chosen.title, share: chosen.share, classes };
}

function words(name) {
    return name.replaceAll("_", " ");
}

customElements.define("witan-answer", WitanAnswer);

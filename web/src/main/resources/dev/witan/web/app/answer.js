// SPDX-License-Identifier: Apache-2.0
import { html, LitElement, nothing, svg } from "lit";
import { likelihood, percent, quantity } from "./numbers.js";
import { readings } from "./readings.js";

const BARS_MAX = 5;
const CHIPS_MAX = 40;

/** The answer in large letters, and what belongs to it: the likeliest classes, the labels, or the quantiles. */
class WitanAnswer extends LitElement {
    static properties = { sheet: { attribute: false }, answer: { attribute: false } };

    createRenderRoot() {
        return this;
    }

    render() {
        const all = readings(this.sheet, this.answer.response.outputs);
        const isOne = all.length === 1;
        return html`<section class="answer" aria-labelledby="answer-title">
            <h2 id="answer-title">${isOne ? "The answer" : "The answers"}</h2>
            <div class=${isOne ? "whole" : "tasks"} aria-live="polite" aria-atomic="true">
                ${all.map((reading) => html`<div class="task">${verdict(reading, this.sheet)} ${rest(reading)}</div>`)}
            </div>
        </section>`;
    }
}

function verdict({ task, title, share }, sheet) {
    const target = task ? task.replaceAll("_", " ") : targets(sheet.target);
    return html`<p class="verdict">
        ${target ? html`<span class="target">${target}</span>` : nothing}
        <strong dir="auto">${title}</strong>
        ${share === null ? nothing : html`<span class="sure">${likelihood(share)} likely</span>`}
    </p>`;
}

function rest({ classes, labels, quantiles }) {
    return [
        classes.length > 0 ? bars(classes) : nothing,
        labels.length > 0 ? chips(labels) : nothing,
        quantiles.length > 0 ? interval(quantiles) : nothing,
    ];
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

/** The labels, likeliest first; those that hold are filled. */
function chips(labels) {
    const hidden = labels.length - CHIPS_MAX;
    return html`<ol class="labels" aria-label="The labels, likeliest first">
            ${labels.slice(0, CHIPS_MAX).map(
                ({ title, share, holds }) => html`<li class=${holds ? "holds" : "fails"}>
                    <span class="label" dir="auto">${title}</span> <span class="share">${likelihood(share)}</span>
                    <span class="unseen">${holds ? "holds" : "does not hold"}</span>
                </li>`,
            )}
        </ol>
        ${hidden > 0 ? html`<p class="note">and ${hidden} less likely labels</p>` : nothing}`;
}

/** Bands, one in another, between the quantiles that are as far from the middle, and a stroke at each. */
function interval(quantiles) {
    const low = quantiles[0].value;
    const span = quantiles.at(-1).value - low;
    const x = (value) => (span > 0 ? 2 + ((value - low) / span) * 96 : 50);
    const bands = quantiles.slice(0, Math.floor(quantiles.length / 2)).map((from, i) => [from, quantiles.at(-1 - i)]);
    return html`<div class="quantiles">
        <p>${within(quantiles)}</p>
        ${quantiles.length > 1
            ? html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <line class="ground" x1="0" x2="100" y1="5" y2="5"></line>
                  ${bands.map(
                      ([from, to]) =>
                          svg`<rect class="band" x=${x(from.value)} width=${x(to.value) - x(from.value)} y="1.5" height="7"></rect>`,
                  )}
                  ${quantiles.map(
                      ({ level, value }) =>
                          svg`<line class=${level === 0.5 ? "median" : "level"} x1=${x(value)} x2=${x(value)} y1="0" y2="10"></line>`,
                  )}
              </svg>`
            : nothing}
        <dl>
            ${quantiles.map(({ title, value }) => html`<div><dt>${title}</dt><dd>${quantity(value)}</dd></div>`)}
        </dl>
    </div>`;
}

function within(quantiles) {
    const low = quantiles[0];
    const high = quantiles.at(-1);
    return low === high
        ? `${percent(low.level)} of such cases lie below ${quantity(low.value)}.`
        : `${percent(high.level - low.level)} of such cases lie between ${quantity(low.value)} and ${quantity(high.value)}.`;
}

/** `red, big` for the columns `red,big`. */
function targets(text) {
    return (text ?? "").replaceAll("_", " ").replaceAll(/,(?=\S)/g, ", ");
}

customElements.define("witan-answer", WitanAnswer);

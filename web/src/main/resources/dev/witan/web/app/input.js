// SPDX-License-Identifier: Apache-2.0
import { html } from "lit";
import { live } from "lit/directives/live.js";
import { step } from "./records.js";

/** A category with more values than this is typed, with suggestions, rather than chosen from a list. */
const CHOICES_MAX = 30;
const MISSING = "";

/**
 * A field for a column of text, in whatever direction the text runs.
 *
 * @param {import("./api.js").Input} input
 * @param {string | undefined} value
 * @param {(value: string) => void} changed
 */
export function textField(input, value, changed) {
    return html`<div class="text">
        <label for="input-${input.name}">${words(input.name)}</label>
        <textarea
            id="input-${input.name}"
            dir="auto"
            rows="5"
            spellcheck="false"
            placeholder="Type or paste a text"
            .value=${live(value ?? "")}
            @input=${(event) => changed(event.target.value)}
        ></textarea>
    </div>`;
}

/**
 * A field for a column of numbers or categories. An empty field is a missing value.
 *
 * @param {import("./api.js").Input} input
 * @param {string | number | null | undefined} value
 * @param {(value: string | number | null) => void} changed
 */
export function field(input, value, changed) {
    return html`<div class="field" ?data-missing=${value == null || value === MISSING}>
        <label for="input-${input.name}">${words(input.name)}</label>
        ${input.kind === "number" ? number(input, value, changed) : category(input, value, changed)}
    </div>`;
}

function number(input, value, changed) {
    const tell = (event) => changed(event.target.value === MISSING ? null : Number(event.target.value));
    const size = step(input);
    return html`<input
            type="range"
            aria-label="${words(input.name)}, slider"
            min=${Math.floor(input.low / size) * size}
            max=${Math.ceil(input.high / size) * size}
            step=${size}
            .value=${live(String(value ?? input.typical))}
            @input=${tell}
        />
        <input
            id="input-${input.name}"
            type="number"
            step="any"
            placeholder="missing"
            .value=${live(value == null ? MISSING : String(value))}
            @input=${tell}
        />`;
}

function category(input, value, changed) {
    const tell = (event) => changed(event.target.value === MISSING ? null : event.target.value);
    const values = input.values ?? [];
    return values.length <= CHOICES_MAX ? select(input, values, value, tell) : typed(input, values, value, tell);
}

function select(input, values, value, tell) {
    const isForeign = value != null && value !== MISSING && !values.includes(String(value));
    return html`<select id="input-${input.name}" .value=${live(value ?? MISSING)} @change=${tell}>
        <option value="" ?selected=${value == null}>missing</option>
        ${[...values, ...(isForeign ? [String(value)] : [])].map(
            (choice) => html`<option value=${choice} ?selected=${choice === value}>${choice}</option>`,
        )}
    </select>`;
}

function typed(input, values, value, tell) {
    return html`<input
            id="input-${input.name}"
            type="text"
            list="values-${input.name}"
            placeholder="missing"
            autocomplete="off"
            spellcheck="false"
            .value=${live(value ?? MISSING)}
            @input=${tell}
        />
        <datalist id="values-${input.name}">${values.map((choice) => html`<option value=${choice}></option>`)}</datalist>`;
}

/** A column's name with spaces. */
function words(name) {
    return name.replaceAll("_", " ");
}

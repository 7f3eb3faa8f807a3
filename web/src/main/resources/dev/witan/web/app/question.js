// SPDX-License-Identifier: Apache-2.0
import { html, LitElement, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { curl } from "./api.js";
import { field, textField } from "./input.js";
import { randomRecord, typicalRecord } from "./records.js";

const COPIED_MILLIS = 2000;

/** Longer forms are folded where they would push the answer out of sight. */
const FIELDS_NARROW_MAX = 4;

/**
 * What is asked: a text, or a form with a field for every column, and examples at hand. Tells of every change with the
 * event `record`.
 */
class WitanQuestion extends LitElement {
    static properties = {
        sheet: { attribute: false },
        record: { attribute: false },
        needsKey: { attribute: false },
        copied: { state: true },
        isNarrow: { state: true },
    };

    #narrow = matchMedia("(max-width: 960px)");
    #turned = () => (this.isNarrow = this.#narrow.matches);

    constructor() {
        super();
        this.copied = "";
        this.isNarrow = this.#narrow.matches;
    }

    createRenderRoot() {
        return this;
    }

    connectedCallback() {
        super.connectedCallback();
        this.#narrow.addEventListener("change", this.#turned);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#narrow.removeEventListener("change", this.#turned);
    }

    render() {
        const { sheet } = this;
        const isTable = reads(sheet, "number") || reads(sheet, "category");
        return html`<section class="question" aria-labelledby="question-title">
            <h2 id="question-title">Your input</h2>
            ${isTable ? this.#examples() : nothing}
            ${this.isNarrow && sheet.inputs.length > FIELDS_NARROW_MAX
                ? html`<details class="columns">
                      <summary>Fill in the ${sheet.inputs.length} columns</summary>
                      ${this.#fields()}
                  </details>`
                : this.#fields()}
            ${isTable ? nothing : this.#examples()}
            <p class="tools">
                <button type="button" class="quiet" @click=${this.#copy}>Copy as curl</button>
                <span role="status">${this.copied}</span>
            </p>
            ${this.copied === SELECT
                ? html`<textarea class="command" readonly rows="4" aria-label="The command" .value=${live(this.#curl())}></textarea>`
                : nothing}
        </section>`;
    }

    #fields() {
        return html`<div class="fields">
            ${this.sheet.inputs.map((input) =>
                input.kind === "text"
                    ? textField(input, this.record[input.name], (value) => this.#set(input, value))
                    : field(input, this.record[input.name], (value) => this.#set(input, value)),
            )}
        </div>`;
    }

    #examples() {
        const isTable = reads(this.sheet, "number") || reads(this.sheet, "category");
        if (this.sheet.examples.length === 0 && !isTable) {
            return nothing;
        }
        return html`<div class="examples" role="group" aria-label="Examples">
            ${this.sheet.examples.map(
                (example) => html`<button type="button" @click=${() => this.#tell({ ...example.record }, true)}>
                    ${example.title}
                </button>`,
            )}
            ${isTable
                ? html`<button type="button" @click=${() => this.#tell(typicalRecord(this.sheet), true)}>Typical</button>
                      <button type="button" @click=${() => this.#tell(randomRecord(this.sheet), true)}>Random</button>`
                : nothing}
        </div>`;
    }

    #set(input, value) {
        this.#tell({ ...this.record, [input.name]: value }, false);
    }

    #tell(record, isWhole) {
        this.dispatchEvent(new CustomEvent("record", { detail: { record, isWhole } }));
    }

    #curl() {
        return curl(this.sheet, this.record, this.needsKey);
    }

    /** Copies the command, or shows it where the browser does not let a page do so. */
    async #copy() {
        try {
            await navigator.clipboard.writeText(this.#curl());
            this.copied = "Copied.";
            setTimeout(() => (this.copied = ""), COPIED_MILLIS);
        } catch {
            this.copied = SELECT;
            await this.updateComplete;
            this.querySelector(".command").select();
        }
    }
}

/** Whether a mixture has a column of that kind. */
function reads(sheet, kind) {
    return sheet.inputs.some((input) => input.kind === kind);
}

const SELECT = "Copy it from here:";

customElements.define("witan-question", WitanQuestion);

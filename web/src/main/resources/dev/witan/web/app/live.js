// SPDX-License-Identifier: Apache-2.0
import { line, max, scaleLinear } from "d3";
import { html, LitElement, nothing } from "lit";
import { Refusal } from "./api.js";
import { hues } from "./colours.js";
import { dot } from "./decision.js";
import { count } from "./numbers.js";
import { shortened } from "./words.js";

const EVERY_MILLIS = 1000;
const AFTER_ERROR_MILLIS_MAX = 30_000;

/** Experts beyond these stand in two columns, without their past. */
const SINGLE_MAX = 16;
const LETTERS_MAX = 20;

/** A bar as long as it may be stands for at least this many rows a second. */
const FULL_MIN = 10;

/** Seconds that the small curves reach back. */
const MEMORY = 60;

/** What every expert of a mixture does at the moment, whoever asks. It rests while nobody looks at the page. */
class WitanLive extends LitElement {
    static properties = {
        sheet: { attribute: false },
        api: { attribute: false },
        server: { attribute: false },
        rates: { state: true },
        trouble: { state: true },
    };

    #timer = 0;
    #pause = EVERY_MILLIS;
    #before = null;
    #generation = 0;
    #seen = () => document.hidden || this.#start();

    constructor() {
        super();
        /** @type {Map<string, {rows: number, rate: number, past: number[]}>} */
        this.rates = new Map();
        this.trouble = "";
    }

    createRenderRoot() {
        return this;
    }

    connectedCallback() {
        super.connectedCallback();
        document.addEventListener("visibilitychange", this.#seen);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        document.removeEventListener("visibilitychange", this.#seen);
        this.#generation++;
        clearTimeout(this.#timer);
    }

    willUpdate(changed) {
        if (changed.has("sheet")) {
            if (changed.get("sheet")?.name !== this.sheet.name) {
                this.rates = new Map();
            }
            this.#start();
        } else if (changed.has("server") && this.server === "ready") {
            this.#start();
        }
    }

    /** Begins anew: two looks are needed before there is a rate. */
    #start() {
        clearTimeout(this.#timer);
        this.#before = null;
        this.#pause = EVERY_MILLIS;
        this.#look(++this.#generation);
    }

    async #look(generation) {
        try {
            const statistics = await this.api.statistics(this.sheet.name);
            if (generation !== this.#generation) {
                return;
            }
            this.#take(statistics.expert_stats, performance.now());
            this.#pause = EVERY_MILLIS;
            this.trouble = "";
        } catch (error) {
            if (generation !== this.#generation) {
                return;
            }
            this.#before = null;
            this.#pause = Math.min(this.#pause * 2, AFTER_ERROR_MILLIS_MAX);
            this.trouble = error instanceof Refusal ? error.message : "The server's statistics cannot be read.";
        }
        this.#timer = setTimeout(() => document.hidden || this.#look(generation), this.#pause);
    }

    /** Turns counters into rates. Counters that have fallen are those of a server that has begun anew. */
    #take(experts, now) {
        const before = this.#before;
        const rates = new Map();
        for (const { expert, rows } of experts) {
            const known = before?.rows.get(expert);
            const rate = known === undefined || rows < known ? 0 : ((rows - known) * 1000) / (now - before.at);
            const past = before === null ? [] : (this.rates.get(expert)?.past ?? []);
            rates.set(expert, { rows, rate, past: [...past, rate].slice(-MEMORY) });
        }
        this.rates = rates;
        this.#before = { at: now, rows: new Map(experts.map(({ expert, rows }) => [expert, rows])) };
    }

    render() {
        const rates = [...this.rates.values()];
        const total = rates.reduce((sum, { rate }) => sum + rate, 0);
        const highest = Math.max(FULL_MIN, max(rates, ({ rate }) => rate) ?? 0);
        const peak = Math.max(FULL_MIN, max(rates, ({ past }) => max(past) ?? 0) ?? 0);
        const colours = hues(this.sheet);
        return html`<section class="live" aria-labelledby="live-title">
            <h2 id="live-title">Right now <span>${count(total)} rows a second go to the experts, from everybody</span></h2>
            ${this.trouble ? html`<p class="note" role="status">${this.trouble}</p>` : nothing}
            <ul class=${shape(this.sheet)}>
                ${this.sheet.experts.map(({ id, description }) => {
                    const known = this.rates.get(id) ?? { rows: 0, rate: 0, past: [] };
                    const hue = colours.get(id);
                    return html`<li data-expert=${id}>
                        <span class="name" title=${id}>${dot(hue)}${shortened(id, LETTERS_MAX)}</span>
                        <span class="about" title=${description ?? ""}>${description}</span>
                        <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                            <rect width="100" height="1" class="ground"></rect>
                            <rect width=${(known.rate / highest) * 100} height="1" fill=${colour(hue)}></rect>
                        </svg>
                        <span class="rate">${count(known.rate)}<span class="unit"> rows/s</span></span>
                        ${curve(known.past, peak, hue)}
                        <span class="total">${count(known.rows)}<span class="unit"> in all</span></span>
                    </li>`;
                })}
            </ul>
        </section>`;
    }
}

/** How the list is laid out: with what the mixture says of its experts, if it says anything and there is room. */
function shape({ experts }) {
    if (experts.length > SINGLE_MAX) {
        return "many";
    }
    return experts.some(({ description }) => description) ? "described" : "plain";
}

function colour(hue) {
    return `oklch(var(--expert-l) var(--expert-c) ${hue ?? 0})`;
}

/** The last minute of an expert. */
function curve(past, peak, hue) {
    const x = scaleLinear([0, MEMORY - 1], [1, 119]);
    const y = scaleLinear([0, peak], [21, 2]);
    const from = MEMORY - past.length;
    const path = line((_, i) => x(from + i), (rate) => y(rate))(past) ?? "";
    return html`<svg class="past" viewBox="0 0 120 22" aria-hidden="true">
        <path class="ground" d="M1,21.5H119"></path>
        <path d=${path} stroke=${colour(hue)}></path>
    </svg>`;
}

customElements.define("witan-live", WitanLive);

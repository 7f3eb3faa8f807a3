// SPDX-License-Identifier: Apache-2.0
import { html, LitElement, nothing } from "lit";
import { hues } from "./colours.js";
import { likelihood, percent, score } from "./numbers.js";
import { draw } from "./picture.js";
import { readings } from "./readings.js";
import { capital, plain, shortened, standings, strongest, summary } from "./words.js";

/** Longer names of experts are shortened where they stand in a sentence. */
const LETTERS_MAX = 24;

/**
 * Why this answer: who answered and who was passed over, in a sentence, as a picture and as a table; of one task, where
 * there are several.
 */
class WitanDecision extends LitElement {
    static properties = { sheet: { attribute: false }, answer: { attribute: false }, task: { attribute: false } };

    #resized = new ResizeObserver(() => this.#draw());

    constructor() {
        super();
        this.task = "";
    }

    createRenderRoot() {
        return this;
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#resized.disconnect();
    }

    render() {
        const all = this.#standings();
        if (all.length === 0) {
            return nothing;
        }
        const colours = hues(this.sheet);
        const words = summary(all);
        const about = new Map(this.sheet.experts.map((expert) => [expert.id, expert.description ?? ""]));
        const main = strongest(all);
        const known = about.get(main.id);
        const pieces = (list) =>
            list.map((piece) =>
                typeof piece === "string"
                    ? piece
                    : html`<b class="expert" title=${piece.expert}>${dot(colours.get(piece.expert))}${shortened(piece.expert, LETTERS_MAX)}</b>`,
            );
        const title = `decision-title-${Math.max(0, this.sheet.tasks.indexOf(this.task))}`;
        return html`<section class="decision" aria-labelledby=${title}>
            <h2 id=${title}>Why this answer ${this.task ? html`<span>for ${plainName(this.task)}</span>` : nothing}</h2>
            <div class="summary" aria-live=${this.task ? "off" : "polite"} aria-atomic="true">
                <p class="who">${pieces(words.who)}</p>
                ${known ? html`<p class="known">${pieces([{ expert: main.id }])}: ${known}</p>` : nothing}
                <p class="reason">${pieces(words.why)}</p>
                ${(this.#row().caveats ?? []).map((caveat) => html`<p class="note">${capital(caveat)}.</p>`)}
            </div>
            <div class="picture">
                <svg class="routing" role="img" aria-label=${plain([...words.who, " ", ...words.why])}></svg>
            </div>
            ${all.some((standing) => !standing.isOut && standing.score !== standing.selection) ? legend() : nothing} ${table(all, colours, about)}
        </section>`;
    }

    firstUpdated() {
        const picture = this.querySelector(".picture");
        if (picture) {
            this.#resized.observe(picture);
        }
    }

    updated() {
        this.#draw();
    }

    #row() {
        const rows = this.answer.response.parameters?.decision?.rows ?? [];
        return this.task ? rows.find((row) => row.task === this.task) : rows[0];
    }

    #standings() {
        const row = this.#row();
        return row ? standings(row, this.#always()) : [];
    }

    /** The experts that every row goes to. */
    #always() {
        return new Set(this.sheet.experts.filter((expert) => expert.role === "shared").map((expert) => expert.id));
    }

    #draw() {
        const picture = this.querySelector(".picture");
        if (picture && picture.clientWidth > 0) {
            const all = readings(this.sheet, this.answer.response.outputs);
            const reading = all.find((one) => one.task === this.task) ?? all[0];
            draw(picture.querySelector("svg"), {
                width: picture.clientWidth,
                standings: this.#standings(),
                unnamed: this.#row().others?.reduce((sum, others) => sum + others.experts, 0) ?? 0,
                hues: hues(this.sheet),
                about: new Map(this.sheet.experts.map((expert) => [expert.id, expert.description ?? ""])),
                title: reading.title,
                share: reading.share === null ? "" : `${likelihood(reading.share)} likely`,
            });
        }
    }
}

function plainName(task) {
    return task.replaceAll("_", " ");
}

/** A dot in an expert's colour. The hue is set from here, since the page allows no styles in attributes. */
export function dot(hue) {
    return html`<svg class="dot" viewBox="0 0 10 10" aria-hidden="true">
        <circle cx="5" cy="5" r="5" fill="oklch(var(--expert-l) var(--expert-c) ${hue ?? 0})"></circle>
    </svg>`;
}

function legend() {
    return html`<p class="note">
        The large dot is the score that ranks an expert: the gate's own, where the small tick stands, with a bias that
        training learned so that the experts are evenly busy. The shares follow from the gate's own scores.
    </p>`;
}

function table(all, colours, about) {
    const isKnown = all.some((standing) => about.get(standing.id));
    return html`<details>
        <summary>All numbers</summary>
        <div class="wide" tabindex="0" role="region" aria-label="All numbers">
            <table>
                <thead>
                    <tr>
                        <th scope="col">expert</th>
                        <th scope="col" class="number">share</th>
                        <th scope="col" class="number">gate's score</th>
                        <th scope="col" class="number">with bias</th>
                        <th scope="col">what happened</th>
                        ${isKnown ? html`<th scope="col">what the mixture says of it</th>` : nothing}
                    </tr>
                </thead>
                <tbody>
                    ${all.map(
                        (standing) => html`<tr>
                            <th scope="row">${dot(colours.get(standing.id))}${standing.id}</th>
                            <td class="number">${standing.hasAnswered ? percent(standing.share) : "–"}</td>
                            <td class="number">${score(standing.score)}</td>
                            <td class="number">${score(standing.selection)}</td>
                            <td>${standing.isShared ? `${standing.words}, as it always does` : standing.isChosen ? standing.words : `passed over: ${standing.words}`}</td>
                            ${isKnown ? html`<td>${about.get(standing.id)}</td>` : nothing}
                        </tr>`,
                    )}
                </tbody>
            </table>
        </div>
    </details>`;
}

customElements.define("witan-decision", WitanDecision);

// SPDX-License-Identifier: Apache-2.0
import { html, LitElement, nothing } from "lit";
import "./answer.js";
import { Api, Refusal } from "./api.js";
import "./decision.js";
import "./live.js";
import { fromLocation, toLocation } from "./place.js";
import "./question.js";
import { firstRecord } from "./records.js";
import { ServerWatch } from "./server.js";
import "./stages.js";
import { way } from "./words.js";

/** How long a question has to stand still before it is asked. */
const PAUSE_MILLIS = 120;
const THEME = "witan-theme";
const UNAUTHENTICATED = 401;
const NOT_READY = 503;

/**
 * The page: it knows which mixture is chosen, what is asked and what was answered, and hands that to its parts.
 */
class WitanApp extends LitElement {
    static properties = {
        mixtures: { state: true },
        sheet: { state: true },
        record: { state: true },
        answer: { state: true },
        problem: { state: true },
        needsKey: { state: true },
        isKeyWrong: { state: true },
        isAsking: { state: true },
        server: { state: true },
        isDark: { state: true },
    };

    #api = new Api();
    #watch = new ServerWatch(this.#api, (now, before) => this.#serverChanged(now, before));
    #timer = 0;
    #asked = new AbortController();
    /** How often a mixture was opened: an answer to an earlier opening is not looked at any more. */
    #openings = 0;
    /** The release that the page has learned about because an answer came from it. */
    #learned = "";

    constructor() {
        super();
        /** @type {{name: string, release: number}[]} */
        this.mixtures = [];
        /** @type {import("./api.js").Sheet | null} */
        this.sheet = null;
        /** @type {import("./api.js").Record_} */
        this.record = {};
        this.answer = null;
        /** @type {Refusal | null} */
        this.problem = null;
        this.needsKey = false;
        this.isKeyWrong = false;
        this.isAsking = false;
        this.server = "unknown";
        this.isDark = applyTheme(kept(THEME));
    }

    createRenderRoot() {
        return this;
    }

    connectedCallback() {
        super.connectedCallback();
        window.addEventListener("hashchange", () => this.#open());
        this.#watch.start();
    }

    render() {
        return html`
            <a class="skip" href="#answer" @click=${this.#skip}>Skip to the answer</a>
            <header class="top">
                <p class="name">Witan</p>
                ${this.#tabs()} ${this.#status()}
                <button type="button" class="quiet theme" aria-pressed=${this.isDark} @click=${this.#turnTheme}>
                    <svg viewBox="0 0 16 16" aria-hidden="true">
                        <circle cx="8" cy="8" r="6.5"></circle>
                        <path d="M8 1.5a6.5 6.5 0 0 1 0 13z"></path>
                    </svg>
                    <span>Dark colours</span>
                </button>
            </header>
            ${this.server === "lost"
                ? html`<p class="banner" role="alert">
                      <strong>Connection lost.</strong> The page tries again by itself; what you see is the last answer.
                  </p>`
                : nothing}
            <main>${this.needsKey ? this.#keyForm() : this.sheet ? this.#mixture() : this.#nothingYet()}</main>
            <footer class="bottom">
                <p>
                    Everything on this page is asked of <code>${location.host}</code> over the
                    <a href="/v2">Open Inference Protocol</a>; nothing comes from elsewhere.
                </p>
            </footer>
        `;
    }

    #tabs() {
        if (this.mixtures.length === 0) {
            return nothing;
        }
        return html`<nav aria-label="Mixtures">
            ${this.mixtures.map(
                ({ name }) => html`<a
                    href="#${encodeURIComponent(name)}"
                    aria-current=${name === this.sheet?.name ? "page" : nothing}
                    >${name}</a
                >`,
            )}
        </nav>`;
    }

    #status() {
        const words = { unknown: "connecting", ready: "ready", "not ready": "not ready", lost: "connection lost" };
        return html`<p class="status" role="status" data-state=${this.server}>
            <span class="lamp" aria-hidden="true"></span>${words[this.server]}
            ${this.sheet ? html`<span class="release">release ${this.sheet.release}</span>` : nothing}
        </p>`;
    }

    #nothingYet() {
        if (this.server === "not ready") {
            return html`<p class="notice">
                The server is starting or shutting down and takes no requests. This page goes on when it is ready.
            </p>`;
        }
        return this.problem
            ? this.#problem()
            : html`<p class="notice">${this.server === "ready" ? "This server has no mixture that a page can ask." : "Asking the server …"}</p>`;
    }

    #mixture() {
        const { sheet, answer } = this;
        const isStale = this.problem !== null || this.server === "lost";
        return html`
            <h1 class="unseen">${sheet.name}</h1>
            <div class="intro">
                ${sheet.description ? html`<p class="description">${sheet.description}</p>` : nothing}
                <p>${way(sheet)}</p>
            </div>
            <div class="desk">
                <witan-question
                    .sheet=${sheet}
                    .record=${this.record}
                    .needsKey=${this.#api.key !== ""}
                    @record=${(event) => this.#ask(event.detail.record, event.detail.isWhole)}
                ></witan-question>
                <div class="result" id="answer" tabindex="-1">
                    ${this.problem ? this.#problem() : nothing}
                    ${answer
                        ? html`<witan-answer .sheet=${sheet} .answer=${answer} ?data-stale=${isStale}></witan-answer>
                              ${(sheet.tasks.length > 0 ? sheet.tasks : [""]).map(
                                  (task) => html`<witan-decision
                                      .sheet=${sheet}
                                      .answer=${answer}
                                      .task=${task}
                                      ?data-stale=${isStale}
                                  ></witan-decision>`,
                              )}
                              <witan-stages .answer=${answer} ?data-stale=${isStale}></witan-stages>`
                        : this.#noAnswer()}
                </div>
            </div>
            <witan-live .sheet=${sheet} .api=${this.#api} .server=${this.server}></witan-live>
        `;
    }

    #noAnswer() {
        return this.problem || this.isAsking
            ? nothing
            : html`<p class="notice">
                  The answer appears here, and with it which experts gave it and why. Type something, or take an example.
              </p>`;
    }

    #problem() {
        const { status, message } = this.problem;
        return html`<div class="problem" role="alert">
            <p><strong>${status === 0 ? "No answer" : `The server says no (${status})`}</strong></p>
            <p>${message}</p>
            ${this.answer ? html`<p>What stands below answers the question before.</p>` : nothing}
        </div>`;
    }

    #keyForm() {
        return html`<form class="key" @submit=${this.#giveKey}>
            <h1>This server asks for a key</h1>
            <p>The page sends it with every request, keeps it in memory only, and forgets it when you leave.</p>
            <label for="key">API key</label>
            <input id="key" type="password" autocomplete="off" spellcheck="false" required autofocus />
            ${this.isKeyWrong ? html`<p class="wrong" role="alert">${this.problem?.message}</p>` : nothing}
            <button type="submit" class="main">Use this key</button>
        </form>`;
    }

    async #giveKey(event) {
        event.preventDefault();
        this.#api.key = event.target.querySelector("input").value.trim();
        await this.#begin();
    }

    #skip(event) {
        event.preventDefault();
        this.querySelector("#answer")?.focus();
    }

    #turnTheme() {
        const name = this.isDark ? "light" : "dark";
        keep(THEME, name);
        this.isDark = applyTheme(name);
    }

    #serverChanged(now, before) {
        this.server = now;
        if (now === "ready" && (this.sheet === null || before !== "unknown")) {
            this.#begin();
        }
    }

    /** Learns what the server has, and goes on with the question that stands, if there is one. */
    async #begin() {
        try {
            this.mixtures = await this.#api.mixtures();
            this.needsKey = false;
            this.isKeyWrong = false;
            await this.#open(this.sheet?.name);
        } catch (error) {
            this.#failed(error);
        }
    }

    /**
     * Opens the mixture and the question that the address names.
     *
     * @param {string} [standing] the mixture whose question stands as it is: the address may not hold it, or not yet
     */
    async #open(standing) {
        const opening = ++this.#openings;
        const wanted = fromLocation();
        const name = this.mixtures.some((mixture) => mixture.name === wanted.name)
            ? wanted.name
            : this.mixtures[0]?.name;
        if (!name) {
            this.sheet = null;
            return;
        }
        try {
            const sheet = await this.#api.sheet(name);
            if (opening !== this.#openings) {
                return;
            }
            if (this.sheet?.name !== name) {
                this.answer = null;
            }
            this.sheet = sheet;
            this.problem = null;
            document.title = `${name} · Witan`;
            this.#ask(name === standing ? this.record : (wanted.record(sheet) ?? firstRecord(sheet)), true);
        } catch (error) {
            if (opening === this.#openings) {
                this.#failed(error);
            }
        }
    }

    /**
     * @param {import("./api.js").Record_} record
     * @param {boolean} isWhole whether there is nothing to wait for, as there is while somebody types
     */
    #ask(record, isWhole) {
        this.record = record;
        this.#asked.abort();
        clearTimeout(this.#timer);
        if (isEmptyText(this.sheet, record)) {
            toLocation(this.sheet, record);
            this.isAsking = false;
            this.problem = null;
            this.answer = null;
            return;
        }
        this.isAsking = true;
        this.#timer = setTimeout(() => this.#send(), isWhole ? 0 : PAUSE_MILLIS);
    }

    async #send() {
        const asked = new AbortController();
        this.#asked = asked;
        const { sheet, record } = this;
        toLocation(sheet, record);
        const began = performance.now();
        try {
            const response = await this.#api.infer(sheet, record, asked.signal);
            if (!asked.signal.aborted && sheet === this.sheet) {
                this.answer = { response, record, millis: performance.now() - began };
                this.problem = null;
                this.isAsking = false;
                this.#requireRelease(response);
            }
        } catch (error) {
            if (!asked.signal.aborted) {
                this.#failed(error);
            }
        }
    }

    /** Learns about the mixture again when another release answers than the one that the page knows. */
    #requireRelease({ model_version: version }) {
        if (version !== String(this.sheet.release) && version !== this.#learned) {
            this.#learned = version;
            this.#begin();
        }
    }

    #failed(error) {
        this.isAsking = false;
        if (!(error instanceof Refusal)) {
            throw error;
        }
        this.problem = error;
        if (error.status === UNAUTHENTICATED) {
            this.isKeyWrong = this.#api.key !== "";
            this.needsKey = true;
        }
        if (error.status === 0 || error.status === NOT_READY) {
            this.#watch.look();
        }
    }
}

/** A mixture that reads a text is not asked about none. */
function isEmptyText(sheet, record) {
    const texts = sheet.inputs.filter((input) => input.kind === "text");
    return texts.length === sheet.inputs.length && texts.every((input) => !String(record[input.name] ?? "").trim());
}

/** What the browser keeps for the page; nothing where it keeps nothing, as some are told to. */
function kept(name) {
    try {
        return localStorage.getItem(name);
    } catch {
        return null;
    }
}

function keep(name, value) {
    try {
        localStorage.setItem(name, value);
    } catch {
        // It is forgotten with the page, then.
    }
}

/** Applies a theme, or what the system prefers; answers whether it is dark. */
function applyTheme(name) {
    if (name === "dark" || name === "light") {
        document.documentElement.dataset.theme = name;
        return name === "dark";
    }
    return matchMedia("(prefers-color-scheme: dark)").matches;
}

customElements.define("witan-app", WitanApp);

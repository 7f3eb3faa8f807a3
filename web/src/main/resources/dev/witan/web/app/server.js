// SPDX-License-Identifier: Apache-2.0

const EVERY_MILLIS = 3000;
const AFTER_LOSS_MILLIS = 500;
const AFTER_LOSS_MILLIS_MAX = 8000;

/**
 * Watches whether the server takes requests, and tells when that changes. It rests while nobody looks at the page, and
 * asks less and less often while the server cannot be reached.
 *
 * @typedef {"unknown" | "ready" | "not ready" | "lost"} State
 */
export class ServerWatch {
    #api;
    #changed;
    #timer = 0;
    #pause = AFTER_LOSS_MILLIS;
    #isRunning = false;

    /**
     * @param {import("./api.js").Api} api
     * @param {(now: State, before: State) => void} changed
     */
    constructor(api, changed) {
        this.#api = api;
        this.#changed = changed;
        /** @type {State} */
        this.state = "unknown";
    }

    start() {
        document.addEventListener("visibilitychange", () => document.hidden || this.look());
        this.look();
    }

    /** Looks now, and then from time to time. */
    async look() {
        if (this.#isRunning) {
            return;
        }
        this.#isRunning = true;
        clearTimeout(this.#timer);
        const now = await this.#ask();
        this.#isRunning = false;
        this.#pause = now === "lost" ? Math.min(this.#pause * 2, AFTER_LOSS_MILLIS_MAX) : AFTER_LOSS_MILLIS;
        this.#timer = setTimeout(() => document.hidden || this.look(), now === "lost" ? this.#pause : EVERY_MILLIS);
        const before = this.state;
        this.state = now;
        if (now !== before) {
            this.#changed(now, before);
        }
    }

    async #ask() {
        try {
            return (await this.#api.isReady()) ? "ready" : "not ready";
        } catch {
            return "lost";
        }
    }
}

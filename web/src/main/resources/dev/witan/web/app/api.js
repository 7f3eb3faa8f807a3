// SPDX-License-Identifier: Apache-2.0

/**
 * What the server tells of a mixture.
 *
 * @typedef {object} Sheet
 * @property {string} name
 * @property {number} release
 * @property {string} [description]
 * @property {string} [target] what the answer is about
 * @property {number} fan_out
 * @property {Input[]} inputs
 * @property {{name: string, datatype: string, width: number, classes: {label: string, title?: string}[], parts: string[]}[]} outputs
 * @property {string[]} tasks that are answered at once; none where there is one only
 * @property {{id: string, role: "scored" | "masked" | "shared" | "standby", description?: string}[]} experts
 * @property {{title: string, record: Record_}[]} examples
 *
 * @typedef {object} Input
 * @property {string} name
 * @property {"text" | "number" | "category"} kind
 * @property {string[]} [values]
 * @property {number} [low]
 * @property {number} [high]
 * @property {number | string} [typical]
 * @property {boolean} [whole]
 *
 * @typedef {Record<string, string | number | null>} Record_ the values of one row, by column; missing ones are absent
 *
 * @typedef {object} DecisionRow
 * @property {string} [task] whose decision it is
 * @property {{expert: string, weight: number, score: ?number, selection_score: ?number, fate: string}[]} chosen
 * @property {{expert: string, score: ?number, selection_score: ?number, reason: string}[]} passed_over
 * @property {{reason: string, experts: number}[]} [others] that are counted and not named
 * @property {string[]} [caveats] what beside the row decided
 */

/** What the server said instead of an answer; status 0 means that it said nothing. */
export class Refusal extends Error {
    /**
     * @param {number} status
     * @param {string} message
     */
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

/** Talks to the server that the page comes from. The key, if one is needed, is kept here and nowhere else. */
export class Api {
    constructor() {
        this.key = "";
    }

    /** @returns {Promise<{name: string, release: number, description?: string}[]>} */
    async mixtures() {
        return (await this.#json("/console/mixtures")).mixtures;
    }

    /** @returns {Promise<Sheet>} */
    async sheet(name) {
        const sheet = await this.#json(`/console/mixtures/${encodeURIComponent(name)}`);
        return { ...sheet, tasks: sheet.tasks ?? [], examples: sheet.examples ?? [] };
    }

    /**
     * Asks for an answer and its decision.
     *
     * @param {Sheet} sheet
     * @param {Record_} record
     * @param {AbortSignal} signal
     */
    async infer(sheet, record, signal) {
        return this.#json(inferPath(sheet), {
            method: "POST",
            body: JSON.stringify(inferBody(sheet, record)),
            headers: { "Content-Type": "application/json" },
            signal,
        });
    }

    /** The counters of a mixture. */
    async statistics(name) {
        const answer = await this.#json(`/v2/models/${encodeURIComponent(name)}/stats`);
        return answer.model_stats[0];
    }

    /** Whether the server takes requests. */
    async isReady() {
        const response = await this.#fetch("/v2/health/ready");
        return response.ok;
    }

    async #json(path, options) {
        const response = await this.#fetch(path, options);
        const text = await response.text().catch(unreachable);
        if (!response.ok) {
            throw new Refusal(response.status, reason(text) || response.statusText);
        }
        return JSON.parse(text);
    }

    async #fetch(path, options = {}) {
        const headers = { ...options.headers, ...(this.key ? { "x-api-key": this.key } : {}) };
        try {
            return await fetch(path, { ...options, headers, cache: "no-store" });
        } catch (error) {
            return unreachable(error);
        }
    }
}

/** @returns {never} */
function unreachable(error) {
    if (error.name === "AbortError") {
        throw error;
    }
    throw new Refusal(0, "The server cannot be reached.");
}

function reason(text) {
    try {
        return JSON.parse(text).error ?? "";
    } catch {
        return "";
    }
}

function inferPath(sheet) {
    return `/v2/models/${encodeURIComponent(sheet.name)}/infer`;
}

/**
 * The request for one row in the Open Inference Protocol. A missing value is a column that is left out.
 *
 * @param {Sheet} sheet
 * @param {Record_} record
 */
export function inferBody(sheet, record) {
    const known = sheet.inputs.filter((input) => record[input.name] != null && record[input.name] !== "");
    const columns = known.length > 0 ? known : sheet.inputs.slice(0, 1);
    return {
        inputs: columns.map((input) => ({
            name: input.name,
            shape: [1],
            datatype: input.kind === "number" ? "FP64" : "BYTES",
            data: [element(input, record[input.name])],
        })),
        parameters: { explain: true },
    };
}

function element(input, value) {
    if (value == null || value === "") {
        return null;
    }
    return input.kind === "number" ? Number(value) : String(value);
}

/**
 * The same request for a shell.
 *
 * @param {Sheet} sheet
 * @param {Record_} record
 * @param {boolean} needsKey
 */
export function curl(sheet, record, needsKey) {
    const body = JSON.stringify(inferBody(sheet, record)).replaceAll("'", "'\\''");
    const key = needsKey ? ' -H "x-api-key: $WITAN_API_KEY"' : "";
    return `curl -s ${location.origin}${inferPath(sheet)} -H 'Content-Type: application/json'${key} -d '${body}'`;
}

// SPDX-License-Identifier: Apache-2.0
import { percent } from "./numbers.js";

const PLACES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const COUNTS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");

/**
 * A piece of a sentence: words, or the id of an expert, which the page shows with the expert's colour.
 *
 * @typedef {string | {expert: string}} Piece
 */

/**
 * Every expert of a decision, best first, with its share in the answer.
 *
 * @param {import("./api.js").DecisionRow} row
 * @returns {Standing[]}
 *
 * @typedef {object} Standing
 * @property {string} id
 * @property {number} rank from 1
 * @property {boolean} isChosen
 * @property {boolean} hasAnswered
 * @property {number} share in the answer, after the others' failures
 * @property {boolean} isOut whether it was out of the running, whatever its score
 * @property {number} score the gate's own; minus infinity where it gave none
 * @property {number} selection the score that the choice went by; the gate's own where that counted for nothing
 * @property {string} words what happened, as the server says it
 */
export function standings(row) {
    const answered = row.chosen.filter((choice) => choice.fate === "answered");
    const total = answered.reduce((sum, choice) => sum + choice.weight, 0);
    const chosen = row.chosen.map((choice) => ({
        id: choice.expert,
        isChosen: true,
        hasAnswered: choice.fate === "answered",
        share: choice.fate === "answered" && total > 0 ? choice.weight / total : 0,
        isOut: false,
        score: choice.score ?? -Infinity,
        selection: choice.selection_score ?? choice.score ?? -Infinity,
        words: choice.fate,
    }));
    const others = row.passed_over.map((passed) => ({
        id: passed.expert,
        isChosen: false,
        hasAnswered: false,
        share: 0,
        isOut: passed.selection_score === null,
        score: passed.score ?? -Infinity,
        selection: passed.selection_score ?? passed.score ?? -Infinity,
        words: passed.reason,
    }));
    return [...chosen, ...others].map((standing, i) => ({ ...standing, rank: i + 1 }));
}

/**
 * Who answered, and why, in a few sentences.
 *
 * @param {Standing[]} all
 * @returns {{who: Piece[], why: Piece[]}}
 */
export function summary(all) {
    const answered = all.filter((standing) => standing.hasAnswered);
    return { who: [...who(answered), ...failures(all, answered)], why: why(all, answered) };
}

/** @param {Standing[]} answered */
function who(answered) {
    if (answered.length === 0) {
        return ["No expert answered."];
    }
    const main = strongest(answered);
    if (answered.length === 1) {
        return [{ expert: main.id }, " answered alone."];
    }
    return [
        ...list(answered.map((standing) => standing.id)),
        " answered; ",
        { expert: main.id },
        ` carried ${percent(main.share)}.`,
    ];
}

function failures(all, answered) {
    const failed = all.filter((standing) => standing.isChosen && !standing.hasAnswered);
    if (failed.length === 0) {
        return [];
    }
    const rest = answered.length > 0 ? " did not answer, so the others' shares were raised." : " did not answer.";
    return [" ", ...list(failed.map((standing) => standing.id)), rest];
}

/** Names the score that decided, and the bias where that decided instead. */
function why(all, answered) {
    if (answered.length === 0) {
        return [];
    }
    const best = all.reduce((a, b) => (b.score > a.score ? b : a));
    if (best.isChosen) {
        return ["The gate scored ", { expert: best.id }, " highest for this input.", ...second(all)];
    }
    if (best.isOut) {
        return ["The gate scored ", { expert: best.id }, ` highest for this input, but it was passed over: ${best.words}.`];
    }
    return [
        "The gate scored ",
        { expert: best.id },
        ` highest for this input, but the bias that keeps the experts evenly busy ranked it ${place(best.rank)}.`,
    ];
}

/** Tells of an expert that was passed over with a higher score than one that was chosen, else who came next. */
function second(all) {
    const last = all.filter((standing) => standing.isChosen).at(-1);
    const unlucky = all.find((standing) => !standing.isChosen && standing.score > last.score);
    if (!unlucky) {
        return next(all);
    }
    if (unlucky.isOut) {
        return [" It scored ", { expert: unlucky.id }, " above ", { expert: last.id }, `, but passed it over: ${unlucky.words}.`];
    }
    return [
        " It scored ",
        { expert: unlucky.id },
        " above ",
        { expert: last.id },
        ", but the bias that keeps the experts evenly busy put ",
        { expert: last.id },
        " ahead.",
    ];
}

/** Who came next. */
function next(all) {
    const chosen = all.filter((standing) => standing.isChosen).length;
    const follower = all[chosen];
    if (!follower || follower.isOut) {
        return [];
    }
    return [" ", { expert: follower.id }, ` came ${place(chosen + 1)}; ${only(chosen)}.`];
}

/** How many answer. @param {number} fanOut */
export function only(fanOut) {
    return fanOut === 1 ? "only the best one answers" : `only the best ${numeral(fanOut)} answer`;
}

/** With a capital letter. @param {string} text */
export function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The one with the greatest share. @param {Standing[]} answered */
export function strongest(answered) {
    return answered.reduce((a, b) => (b.share > a.share ? b : a));
}

function list(ids) {
    return ids.flatMap((id, i) => [i === 0 ? "" : i === ids.length - 1 ? " and " : ", ", { expert: id }]);
}

/** 3 as "third". */
export function place(rank) {
    return PLACES[rank - 1] ?? `number ${rank}`;
}

/** 2 as "two". */
export function numeral(value) {
    return COUNTS[value] ?? String(value);
}

/**
 * A name that is too long, without its middle: names that a mixture makes differ at the end.
 *
 * @param {string} text
 * @param {number} lettersMax
 */
export function shortened(text, lettersMax) {
    const letters = [...text];
    if (letters.length <= lettersMax) {
        return text;
    }
    const end = Math.floor(lettersMax / 2);
    return `${letters.slice(0, lettersMax - 1 - end).join("")}…${letters.slice(-end).join("")}`;
}

/** The pieces of a sentence as plain text. @param {Piece[]} pieces */
export function plain(pieces) {
    return pieces.map((piece) => (typeof piece === "string" ? piece : piece.expert)).join("");
}

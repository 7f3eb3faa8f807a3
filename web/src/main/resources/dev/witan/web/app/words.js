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
 * @param {Set<string>} [always] experts that every row goes to, which no gate scores
 * @returns {Standing[]}
 *
 * @typedef {object} Standing
 * @property {string} id
 * @property {number} rank from 1
 * @property {boolean} isChosen
 * @property {boolean} hasAnswered
 * @property {number} share in the answer, after the others' failures
 * @property {boolean} isShared whether it answers always, whatever the gate says
 * @property {boolean} isOut whether it was out of the running, whatever its score
 * @property {number} score the gate's own; minus infinity where it gave none
 * @property {number} selection the score that the choice went by; the gate's own where that counted for nothing
 * @property {string} words what happened, as the server says it
 */
export function standings(row, always = new Set()) {
    const answered = row.chosen.filter((choice) => choice.fate === "answered");
    const total = answered.reduce((sum, choice) => sum + choice.weight, 0);
    const chosen = row.chosen.map((choice) => ({
        id: choice.expert,
        isChosen: true,
        hasAnswered: choice.fate === "answered",
        share: choice.fate === "answered" && total > 0 ? choice.weight / total : 0,
        isShared: always.has(choice.expert),
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
        isShared: false,
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
    const scored = all.filter((standing) => !standing.isShared);
    if (answered.length === 0 || scored.length === 0) {
        return [];
    }
    const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
    if (best.isChosen) {
        return ["The gate scored ", { expert: best.id }, " highest for this input.", ...second(scored), ...besides(all)];
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

/** Tells of the experts that no gate scores. */
function besides(all) {
    const always = all.filter((standing) => standing.isShared);
    return always.length === 0
        ? []
        : [" ", ...list(always.map((standing) => standing.id)), always.length === 1 ? " answers always." : " answer always."];
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

/**
 * How the mixture comes to answers, in a sentence.
 *
 * @param {import("./api.js").Sheet} sheet
 */
export function way(sheet) {
    const scored = sheet.experts.filter((expert) => !["shared", "standby"].includes(expert.role)).length;
    const always = sheet.experts.filter((expert) => expert.role === "shared").length;
    const who = sheet.fan_out >= scored ? "all of them answer" : only(sheet.fan_out);
    const beside = always === 0 ? "" : always === 1 ? "; one more answers always" : `; ${numeral(always)} more answer always`;
    if (sheet.tasks.length > 0) {
        const own = sheet.fan_out >= scored ? "all that are not another question's own answer" : only(sheet.fan_out);
        return `${capital(numeral(sheet.tasks.length))} questions are answered at once. Each has a gate of its own, which
            scores ${numeral(scored)} experts for every input; ${own}${beside}.`;
    }
    return `A gate scores ${numeral(scored)} experts for every input; ${who}${beside}, and one answer is made of what they say.`;
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

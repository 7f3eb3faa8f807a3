// SPDX-License-Identifier: Apache-2.0
import { quantity } from "./numbers.js";

/**
 * What one question was answered with.
 *
 * @typedef {object} Reading
 * @property {string} task whose answer it is; empty where the mixture has one only
 * @property {string} title the answer in a word
 * @property {?number} share how likely it is
 * @property {{title: string, label: string, share: number}[]} classes likeliest first
 * @property {{title: string, share: number, holds: boolean}[]} labels of which any number may hold, likeliest first
 * @property {{title: string, level: number, value: number}[]} quantiles from the lowest
 */

/**
 * Reads the outputs of one row, task by task.
 *
 * @param {import("./api.js").Sheet} sheet
 * @param {{name: string, data: (string | number)[]}[]} outputs
 * @returns {Reading[]}
 */
export function readings(sheet, outputs) {
    if (sheet.tasks.length === 0) {
        return [read("", sheet.outputs, outputs)];
    }
    return sheet.tasks.map((task) => read(task, below(sheet.outputs, task), below(outputs, task)));
}

/** The outputs of a task by the names that they have where there is no other. */
function below(outputs, task) {
    return outputs
        .filter((output) => output.name.startsWith(`${task}.`))
        .map((output) => ({ ...output, name: output.name.slice(task.length + 1) }));
}

/** @returns {Reading} */
function read(task, known, outputs) {
    const nothing = { task, share: null, classes: [], labels: [], quantiles: [] };
    const data = (name) => outputs.find((output) => output.name === name)?.data;
    const parts = (name) => known.find((output) => output.name === name)?.parts ?? [];
    if (data("quantiles")) {
        return { ...nothing, ...readQuantiles(parts("quantiles"), data("quantiles")) };
    }
    if (data("labels") && data("probabilities")) {
        return { ...nothing, ...readLabels(parts("probabilities"), data("probabilities")) };
    }
    return { ...nothing, ...readClass(known, outputs) };
}

function readQuantiles(parts, values) {
    const quantiles = values.map((value, i) => ({ title: parts[i] ?? "", level: Number(parts[i]?.slice(1)) / 100, value }));
    const median = quantiles.find(({ level }) => level === 0.5);
    const ends = [...new Set([values[0], values.at(-1)])];
    return { quantiles, title: median ? quantity(median.value) : ends.map(quantity).join(" to ") };
}

function readLabels(parts, shares) {
    const labels = parts.map((title, i) => ({ title, share: shares[i], holds: shares[i] >= 0.5 }));
    const held = labels.filter(({ holds }) => holds).map(({ title }) => title);
    return {
        title: held.length > 0 ? held.join(", ") : "none of them",
        labels: labels.sort((a, b) => b.share - a.share),
    };
}

function readClass(known, outputs) {
    const all = known.find((output) => output.classes.length > 0)?.classes ?? [];
    const label = outputs.find((output) => output.data.length === 1 && typeof output.data[0] === "string")?.data[0];
    const numbers = outputs.find((output) => typeof output.data[0] === "number")?.data ?? [];
    const shares = all.length === 2 && numbers.length === 1 ? [1 - numbers[0], numbers[0]] : numbers;
    if (label === undefined || shares.length !== all.length) {
        return { title: label ?? quantity(numbers[0] ?? NaN) };
    }
    const classes = all
        .map((one, i) => ({ label: one.label, title: one.title ?? one.label, share: shares[i] }))
        .sort((a, b) => b.share - a.share);
    const chosen = classes.find((one) => one.label === label) ?? classes[0];
    return { title: chosen.title, share: chosen.share, classes };
}

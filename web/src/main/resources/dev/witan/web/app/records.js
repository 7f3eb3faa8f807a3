// SPDX-License-Identifier: Apache-2.0
import { tickStep } from "d3";

/** Steps that a slider has from its lowest value to its highest. */
const STEPS = 200;

/**
 * What a mixture is asked first: an example, or else typical values.
 *
 * @param {import("./api.js").Sheet} sheet
 */
export function firstRecord(sheet) {
    return sheet.examples.length > 0 ? { ...sheet.examples[0].record } : typicalRecord(sheet);
}

/** The usual value of every column. @param {import("./api.js").Sheet} sheet */
export function typicalRecord(sheet) {
    return filled(sheet, (input) => (input.kind === "number" ? rounded(input, input.typical) : input.typical));
}

/** Any values, the usual ones more often. @param {import("./api.js").Sheet} sheet */
export function randomRecord(sheet) {
    return filled(sheet, (input) => {
        if (input.kind === "number") {
            return rounded(input, randomNumber(input));
        }
        const values = input.values ?? [];
        return values[Math.floor(Math.random() * values.length)];
    });
}

/** As often below the typical value as above it, and seldom far above. */
function randomNumber({ low, high, typical }) {
    const share = Math.random() * 2 - 1;
    return share < 0 ? typical + share * (typical - low) : typical + share * share * (high - typical);
}

function filled(sheet, value) {
    const columns = sheet.inputs.filter((input) => input.kind !== "text");
    return Object.fromEntries(columns.map((input) => [input.name, value(input)]).filter(([, v]) => v !== undefined));
}

/** The distance of two values next to each other on a slider. @param {import("./api.js").Input} input */
export function step(input) {
    const span = input.high - input.low;
    const fine = span > 0 ? tickStep(input.low, input.high, STEPS) : 1;
    return input.whole ? Math.max(1, Math.round(fine)) : fine;
}

function rounded(input, value) {
    const places = Math.max(0, -Math.floor(Math.log10(step(input)) + 1e-9));
    return Number(value.toFixed(input.whole ? 0 : Math.min(places, 12)));
}

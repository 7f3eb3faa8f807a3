// SPDX-License-Identifier: Apache-2.0

/** Where the circle of hues begins, in degrees: the first expert is a blue-green. */
const FIRST_HUE = 195;

/** Hues that neighbours in a list are apart: close to the golden angle, so that neighbours differ and all do. */
const STEP = 137.508;

/**
 * The hue of every expert, in degrees. It follows from the expert's place in its mixture, so it stays the same from one
 * answer to the next; lightness and chroma are the same for all and stand in the styles.
 *
 * @param {import("./api.js").Sheet} sheet
 * @returns {Map<string, number>}
 */
export function hues(sheet) {
    const count = sheet.experts.length;
    const step = count <= 12 ? (360 / count) * stride(count) : STEP;
    return new Map(sheet.experts.map((expert, i) => [expert.id, (FIRST_HUE + i * step) % 360]));
}

/** The smallest stride of at least a third of the circle that visits every place of it. */
function stride(count) {
    let step = Math.max(1, Math.ceil(count / 3));
    while (divisor(step, count) !== 1) {
        step++;
    }
    return step;
}

function divisor(a, b) {
    return b === 0 ? a : divisor(b, a % b);
}

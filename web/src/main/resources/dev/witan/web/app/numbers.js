// SPDX-License-Identifier: Apache-2.0

/** A space that does not break, narrow enough to stand between a number and its unit. */
const THIN = "\u202f";

/**
 * A share in words: whole percents, with a digit more near the ends, where it matters.
 *
 * @param {number} share between 0 and 1
 */
export function percent(share) {
    if (share > 0.9995 && share < 1) {
        return `>${THIN}99.9${THIN}%`;
    }
    if (share > 0 && share < 0.0005) {
        return `<${THIN}0.1${THIN}%`;
    }
    const isExtreme = share !== 0 && share !== 1 && (share >= 0.985 || share < 0.015);
    return `${(share * 100).toFixed(isExtreme ? 1 : 0)}${THIN}%`;
}

/** A probability in words, which is never certain: a number of 32 bits only cannot tell the rest. */
export function likelihood(share) {
    return percent(Math.min(Math.max(share, 1e-9), 1 - 1e-9));
}

/** A score with as many digits as tell scores apart; a dash where there is none. */
export function score(value) {
    if (!Number.isFinite(value)) {
        return "–";
    }
    return value.toFixed(Math.abs(value) < 100 ? 2 : 0).replace("-", "\u2212");
}

/** Microseconds, or milliseconds from a thousand of them on. */
export function micros(value) {
    if (value >= 1000) {
        return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)}${THIN}ms`;
    }
    return `${value.toFixed(value < 10 ? 1 : 0)}${THIN}µs`;
}

/** A count per second, or a plain count, with its thousands apart. */
export function count(value) {
    const rounded = value > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
    return rounded.toLocaleString("en-GB").replaceAll(",", THIN);
}

/** A number as an answer. */
export function quantity(value) {
    return Number(value.toPrecision(6)).toString().replace("-", "\u2212");
}

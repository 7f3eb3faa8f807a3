// SPDX-License-Identifier: Apache-2.0

/** Longer questions are not kept in the address. */
const LENGTH_MAX = 2000;

/**
 * The mixture and the question that the page's address names: `#ads?hour=21&vertical=games`.
 *
 * @returns {{name: string, record: (sheet: import("./api.js").Sheet) => import("./api.js").Record_ | null}}
 */
export function fromLocation() {
    const [name, query] = location.hash.slice(1).split(/\?(.*)/s);
    return { name: decoded(name), record: (sheet) => (query === undefined ? null : read(sheet, query)) };
}

function decoded(name) {
    try {
        return decodeURIComponent(name);
    } catch {
        return "";
    }
}

function read(sheet, query) {
    const values = new URLSearchParams(query);
    const record = {};
    for (const input of sheet.inputs) {
        const value = values.get(input.name);
        if (value !== null) {
            record[input.name] = input.kind === "number" ? Number(value) : value;
        }
    }
    return record;
}

/**
 * Keeps a question in the page's address, so that it can be passed on. For questions that stand still: browsers throw
 * at pages that write to their address a hundred times in ten seconds, which somebody who drags a slider would do.
 *
 * @param {import("./api.js").Sheet} sheet
 * @param {import("./api.js").Record_} record
 */
export function toLocation(sheet, record) {
    const values = new URLSearchParams();
    for (const [name, value] of Object.entries(record)) {
        if (value !== null && value !== "") {
            values.set(name, String(value));
        }
    }
    const whole = `#${encodeURIComponent(sheet.name)}?${values}`;
    history.replaceState(null, "", whole.length <= LENGTH_MAX ? whole : `#${encodeURIComponent(sheet.name)}`);
}

// SPDX-License-Identifier: Apache-2.0
import { Tensor } from './tensor.js';

export const MIXTURE = 'ads';

const VERTICALS = ['games', 'travel', '', 'Lebensmittel für Zürich 🛒'];

/** Rows for the mixture `ads`, one column of each datatype that has typed contents. Always the same ones. */
export function adsTraffic(rows) {
    const column = (name, datatype, element) =>
        new Tensor(
            name,
            datatype,
            Array.from({ length: rows }, (_, row) => element(row)),
        );
    return [
        column('vertical', 'BYTES', (row) => VERTICALS[row % VERTICALS.length]),
        column('placement', 'BOOL', (row) => row % 3 === 0),
        column('advertiser', 'INT64', (row) => BigInt(row - 2)),
        column('publisher', 'UINT64', (row) => BigInt(row)),
        column('position', 'INT8', (row) => (row % 11) - 5),
        column('hour', 'INT16', (row) => row % 24),
        column('tenure_days', 'INT32', (row) => (row * 7919) % 4000),
        column('recent_clicks', 'UINT8', (row) => (row * 31) % 256),
        column('creative_age_days', 'UINT16', (row) => (row * 13) % 400),
        column('discount', 'UINT32', (row) => row % 100),
        column('age', 'FP32', (row) => Math.fround(90 * Math.abs(Math.sin(row)))),
        column('bid', 'FP64', (row) => 5 * Math.abs(Math.cos(row))),
        column('request_value', 'FP64', (row) => Math.tan(row) / 10),
    ];
}

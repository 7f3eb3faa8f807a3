// SPDX-License-Identifier: Apache-2.0
import grpc from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { adsTraffic, MIXTURE } from '../ads-traffic.js';
import { readGrpc } from '../answers.js';
import { raw, typed } from '../tensor.js';

/** Opens a stream and gives it with its answers, to be awaited one by one, and the status at its end. */
function open(client) {
    const call = client.stub.ModelStreamInfer();
    const answers = [];
    const waiting = [];
    call.on('data', (answer) => (waiting.length > 0 ? waiting.shift()(answer) : answers.push(answer)));
    call.on('error', () => {});
    const status = new Promise((resolve) => call.on('status', resolve));
    const next = () =>
        answers.length > 0 ? Promise.resolve(answers.shift()) : new Promise((take) => waiting.push(take));
    return { call, next, status };
}

export const streams = {
    'a stream gives the bits of single calls': async ({ grpc: client, rest }) => {
        const stream = open(client);
        for (const [rows, form] of [
            [1, typed],
            [3, raw],
            [17, typed],
        ]) {
            const inputs = adsTraffic(rows);
            stream.call.write(form(MIXTURE, `rows-${rows}`, inputs));
            const { error_message, infer_response } = await stream.next();
            assert.equal(error_message, '');
            assert.deepEqual(readGrpc(infer_response), await rest.json(MIXTURE, `rows-${rows}`, inputs));
        }
        stream.call.end();
        assert.equal((await stream.status).code, grpc.status.OK);
    },

    'a stream outlives requests that fail': async ({ grpc: client }) => {
        const stream = open(client);
        stream.call.write(typed('adz', 'bad', adsTraffic(1)));
        stream.call.write(typed(MIXTURE, 'good', adsTraffic(1)));
        stream.call.end();
        const answers = [await stream.next(), await stream.next()];
        const byId = Object.fromEntries(answers.map((answer) => [answer.infer_response.id, answer.error_message]));
        assert.match(byId.bad, /'adz'/);
        assert.equal(byId.good, '');
        assert.equal((await stream.status).code, grpc.status.OK);
    },

    'many requests of a stream are all answered': async ({ grpc: client }) => {
        const stream = open(client);
        const ids = Array.from({ length: 200 }, (_, i) => `request-${i}`);
        ids.forEach((id) => stream.call.write(raw(MIXTURE, id, adsTraffic(4))));
        stream.call.end();
        const seen = [];
        for (const _ of ids) {
            seen.push((await stream.next()).infer_response.id);
        }
        assert.deepEqual(seen.sort(), ids.sort());
        assert.equal((await stream.status).code, grpc.status.OK);
    },

    'a stream can be cancelled': async ({ grpc: client }) => {
        const stream = open(client);
        stream.call.write(typed(MIXTURE, 'first', adsTraffic(1)));
        await stream.next();
        stream.call.cancel();
        assert.equal((await stream.status).code, grpc.status.CANCELLED);
        assert.deepEqual(await client.ask('ServerReady', {}), { ready: true });
    },
};

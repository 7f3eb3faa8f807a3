// SPDX-License-Identifier: Apache-2.0
import grpc from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { adsTraffic, MIXTURE } from '../ads-traffic.js';
import { refused } from '../grpc-client.js';
import { typed } from '../tensor.js';
import { endByHand } from '../wire.js';

const PATIENCE = 200;

export const deadlines = {
    'the server itself ends a call at its deadline': async ({ target }) => {
        const began = Date.now();
        const end = await endByHand(target, '/inference.GRPCInferenceService/ModelStreamInfer', {
            'grpc-timeout': `${PATIENCE}m`,
        });
        const isTold = end.status === grpc.status.DEADLINE_EXCEEDED || end.reset === http2.constants.NGHTTP2_CANCEL;
        assert.ok(isTold, `must end with DEADLINE_EXCEEDED or a reset that says CANCEL: ${JSON.stringify(end)}`);
        assert.ok(Date.now() - began >= PATIENCE, 'must not end before');
    },

    'the server gives up when the time of a request is over': async ({ grpc: client }) => {
        const request = { ...typed(MIXTURE, '', adsTraffic(1)), parameters: { timeout: { int64_param: '1' } } };
        await refused(grpc.status.DEADLINE_EXCEEDED, client.ask('ModelInfer', request));
    },

    'a deadline in the past ends a call': async ({ grpc: client }) => {
        const request = typed(MIXTURE, '', adsTraffic(1));
        await refused(
            grpc.status.DEADLINE_EXCEEDED,
            client.ask('ModelInfer', request, { deadline: Date.now() - 1000 }),
        );
    },

    'a deadline that lies far ahead changes nothing': async ({ grpc: client }) => {
        const answer = await client.ask('ModelInfer', typed(MIXTURE, 'in time', adsTraffic(1)), {
            deadline: Date.now() + 60_000,
        });
        assert.equal(answer.id, 'in time');
    },

    'a call can be cancelled': async ({ grpc: client }) => {
        const status = await new Promise((resolve) => {
            const call = client.stub.ModelInfer(typed(MIXTURE, '', adsTraffic(1)), (error) => resolve(error?.code));
            call.cancel();
        });
        assert.equal(status, grpc.status.CANCELLED);
        assert.deepEqual(await client.ask('ServerReady', {}), { ready: true });
    },
};

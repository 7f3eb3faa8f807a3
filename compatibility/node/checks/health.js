// SPDX-License-Identifier: Apache-2.0
import grpc from '@grpc/grpc-js';
import { service } from 'grpc-health-check';
import assert from 'node:assert/strict';
import { refused, unary } from '../grpc-client.js';

const Health = grpc.makeClientConstructor(service, 'grpc.health.v1.Health');
const SERVICES = ['', 'inference.GRPCInferenceService'];

async function withHealth(target, use) {
    const client = new Health(target, grpc.credentials.createInsecure());
    try {
        await use(client);
    } finally {
        client.close();
    }
}

export const health = {
    'the server is live and ready': async ({ grpc }) => {
        assert.deepEqual(await grpc.ask('ServerLive', {}), { live: true });
        assert.deepEqual(await grpc.ask('ServerReady', {}), { ready: true });
    },

    'the health protocol says so too': ({ target }) =>
        withHealth(target, async (client) => {
            for (const service of SERVICES) {
                assert.equal((await unary(client, 'check', { service })).status, 'SERVING', `service '${service}'`);
            }
            await refused(grpc.status.NOT_FOUND, unary(client, 'check', { service: 'inference.Unknown' }));
        }),

    'health can be watched': ({ target }) =>
        withHealth(target, async (client) => {
            const watch = client.watch({ service: '' });
            const first = await new Promise((resolve, reject) => watch.on('data', resolve).on('error', reject));
            watch.removeAllListeners('error').on('error', () => {});
            watch.cancel();
            assert.equal(first.status, 'SERVING');
        }),
};

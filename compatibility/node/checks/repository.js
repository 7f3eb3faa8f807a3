// SPDX-License-Identifier: Apache-2.0
import grpc from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { adsTraffic, MIXTURE } from '../ads-traffic.js';
import { refused } from '../grpc-client.js';
import { raw } from '../tensor.js';

async function counts(client) {
    const { model_stats } = await client.ask('ModelStatistics', { name: MIXTURE });
    assert.equal(model_stats.length, 1);
    return model_stats[0];
}

export const repository = {
    'the index lists what is ready': async ({ grpc: client, rest }) => {
        const { models } = await client.ask('RepositoryIndex', { ready: true });
        const mixture = models.find(({ name }) => name === MIXTURE);
        assert.equal(mixture?.state, 'READY');
        assert.deepEqual([mixture.version], (await rest.get(`/v2/models/${MIXTURE}`)).versions);
    },

    'statistics count requests, rows and what the experts did': async ({ grpc: client }) => {
        const before = await counts(client);
        await client.ask('ModelInfer', raw(MIXTURE, '', adsTraffic(5)));
        const after = await counts(client);
        assert.equal(BigInt(after.inference_count) - BigInt(before.inference_count), 5n);
        assert.ok(BigInt(after.inference_stats.success.count) > BigInt(before.inference_stats.success.count));
        assert.ok(after.expert_stats.some(({ rows }) => BigInt(rows) > 0n));
        assert.match(after.last_inference, /^\d{13}$/);
    },

    'loading and unloading need the admin token': async ({ grpc: client }) => {
        for (const method of ['RepositoryModelLoad', 'RepositoryModelUnload']) {
            await refused(grpc.status.UNAUTHENTICATED, client.ask(method, { model_name: MIXTURE }));
        }
        assert.deepEqual(await client.ask('ModelReady', { name: MIXTURE }), { ready: true });
    },

    'an administrator loads a mixture again': async ({ grpc: client, token }) => {
        if (!token) {
            return 'there is no WITAN_ADMIN_TOKEN';
        }
        const metadata = new grpc.Metadata();
        metadata.set('authorization', `Bearer ${token}`);
        const answer = await client.ask('RepositoryModelLoad', { model_name: MIXTURE }, {}, metadata);
        assert.deepEqual(answer, { model_name: MIXTURE, isLoaded: true });
        assert.deepEqual(await client.ask('ModelReady', { name: MIXTURE }), { ready: true });
    },
};

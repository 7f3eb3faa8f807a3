// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { MIXTURE } from '../ads-traffic.js';

/** What gRPC and REST both say of a tensor; 64-bit numbers come as texts. */
function tensors(list) {
    return list.map(({ name, datatype, shape }) => ({ name, datatype, shape: shape.map(String) }));
}

export const metadata = {
    'the server describes itself as over REST': async ({ grpc, rest }) => {
        const { name, version, extensions } = await rest.get('/v2');
        assert.deepEqual(await grpc.ask('ServerMetadata', {}), { name, version, extensions });
    },

    'a mixture is ready, its release too': async ({ grpc, rest }) => {
        const [version] = (await rest.get(`/v2/models/${MIXTURE}`)).versions;
        assert.deepEqual(await grpc.ask('ModelReady', { name: MIXTURE }), { ready: true });
        assert.deepEqual(await grpc.ask('ModelReady', { name: MIXTURE, version }), { ready: true });
    },

    'a mixture is described as over REST': async ({ grpc, rest }) => {
        const expected = await rest.get(`/v2/models/${MIXTURE}`);
        const answer = await grpc.ask('ModelMetadata', { name: MIXTURE });
        assert.equal(answer.name, MIXTURE);
        assert.equal(answer.platform, expected.platform);
        assert.deepEqual(answer.versions, expected.versions);
        assert.deepEqual(tensors(answer.inputs), tensors(expected.inputs));
        assert.deepEqual(tensors(answer.outputs), tensors(expected.outputs));
    },

    'the configuration names what goes in and out': async ({ grpc }) => {
        const { config } = await grpc.ask('ModelConfig', { name: MIXTURE });
        const { inputs, outputs } = await grpc.ask('ModelMetadata', { name: MIXTURE });
        const names = (list) => list.map(({ name }) => name);
        assert.equal(config.name, MIXTURE);
        assert.deepEqual(names(config.input), names(inputs));
        assert.deepEqual(names(config.output), names(outputs));
    },
};

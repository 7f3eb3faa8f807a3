// SPDX-License-Identifier: Apache-2.0
import grpc from '@grpc/grpc-js';
import reflectionClient from 'grpc-js-reflection-client';
import assert from 'node:assert/strict';
import { adsTraffic, MIXTURE } from '../ads-traffic.js';
import { readGrpc } from '../answers.js';
import { LOADING, unary } from '../grpc-client.js';
import { typed } from '../tensor.js';

const SERVICE = 'inference.GRPCInferenceService';
const VERSIONS = ['v1', 'v1alpha'];

export const reflection = {
    'reflection lists the services': async ({ target }) => {
        for (const version of VERSIONS) {
            const services = await reflect(target, version).listServices();
            assert.ok(services.includes(SERVICE), `${version}: ${services}`);
            assert.ok(services.includes('grpc.health.v1.Health'), `${version}: ${services}`);
        }
    },

    'reflection is enough to ask a mixture': async ({ target, rest }) => {
        const descriptor = await reflect(target, 'v1').getDescriptorBySymbol(SERVICE);
        const { inference } = descriptor.getPackageObject(LOADING);
        const stub = new inference.GRPCInferenceService(target, grpc.credentials.createInsecure());
        const inputs = adsTraffic(2);
        const answer = await unary(stub, 'ModelInfer', typed(MIXTURE, 'mirror', inputs));
        stub.close();
        assert.deepEqual(readGrpc(answer), await rest.json(MIXTURE, 'mirror', inputs));
    },
};

function reflect(target, version) {
    return new reflectionClient.GrpcReflection(target, grpc.credentials.createInsecure(), {}, version);
}

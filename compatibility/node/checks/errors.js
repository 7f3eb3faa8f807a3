// SPDX-License-Identifier: Apache-2.0
import grpc from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { adsTraffic, MIXTURE } from '../ads-traffic.js';
import { GrpcClient, refused } from '../grpc-client.js';
import { raw, Tensor, typed } from '../tensor.js';

const { INVALID_ARGUMENT, NOT_FOUND, UNIMPLEMENTED } = grpc.status;

export const errors = {
    'an unknown mixture is not found': async ({ grpc: client }) => {
        const calls = [
            ['ModelInfer', typed('adz', '', adsTraffic(1))],
            ['ModelReady', { name: 'adz' }],
            ['ModelMetadata', { name: 'adz' }],
            ['ModelConfig', { name: 'adz' }],
            ['ModelStatistics', { name: 'adz' }],
        ];
        for (const [method, request] of calls) {
            assert.match((await refused(NOT_FOUND, client.ask(method, request))).details, /'adz'/, method);
        }
    },

    'an unknown release is not found': async ({ grpc: client }) => {
        const request = { ...typed(MIXTURE, '', adsTraffic(1)), model_version: '4711' };
        assert.match((await refused(NOT_FOUND, client.ask('ModelInfer', request))).details, /4711/);
    },

    'broken requests are refused by name and value': async ({ grpc: client }) => {
        const broken = [
            [typed(MIXTURE, '', [new Tensor('verticle', 'BYTES', ['games'])]), /'verticle'/],
            [{ ...typed(MIXTURE, '', adsTraffic(1)), outputs: [{ name: 'probabilities' }] }, /'probabilities'/],
            [typed(MIXTURE, '', [new Tensor('age', 'INT64', [9007199254740993n])]), /9007199254740993/],
            [typed(MIXTURE, '', [new Tensor('age', 'UINT64', [18446744073709551615n])]), /18446744073709551615/],
            [typed(MIXTURE, '', [new Tensor('age', 'FP32', [NaN])]), /NaN/],
            [typed(MIXTURE, '', [new Tensor('position', 'INT8', [300])]), /300/],
            [typed(MIXTURE, '', [new Tensor('age', 'FP32', [1]), new Tensor('bid', 'FP64', [1, 2])]), /bid|age/],
            [{ model_name: MIXTURE, inputs: [{ name: 'age', datatype: 'REAL', shape: [1] }] }, /'REAL'/],
            [{ ...raw(MIXTURE, '', adsTraffic(1)), raw_input_contents: [Buffer.alloc(4)] }, /raw_input_contents/],
        ];
        for (const [request, named] of broken) {
            assert.match((await refused(INVALID_ARGUMENT, client.ask('ModelInfer', request))).details, named);
        }
    },

    'typed and raw contents do not mix': async ({ grpc: client }) => {
        const inputs = adsTraffic(1);
        const request = { ...typed(MIXTURE, '', inputs), raw_input_contents: inputs.map((tensor) => tensor.bytes()) };
        await refused(INVALID_ARGUMENT, client.ask('ModelInfer', request));
    },

    'compressed messages are refused as such': async ({ target }) => {
        const client = new GrpcClient(target, {
            'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip,
        });
        try {
            const { details } = await refused(
                UNIMPLEMENTED,
                client.ask('ModelInfer', typed(MIXTURE, '', adsTraffic(64))),
            );
            assert.match(details, /gzip/);
        } finally {
            client.close();
        }
    },

    'an unknown method is not implemented': async ({ grpc: client }) => {
        const call = new Promise((resolve, reject) => {
            const bytes = (value) => value;
            const path = '/inference.GRPCInferenceService/ModelTrain';
            client.stub.makeUnaryRequest(path, bytes, bytes, Buffer.alloc(0), (error, answer) =>
                error ? reject(error) : resolve(answer),
            );
        });
        await refused(UNIMPLEMENTED, call);
    },
};

// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { adsTraffic, MIXTURE } from '../ads-traffic.js';
import { readGrpc } from '../answers.js';
import { raw, Tensor, typed } from '../tensor.js';

const ROWS = 64;
const TEXTS = ['Wo ist der Bahnhof?', 'Πού είναι ο σταθμός;', 'أين المحطة؟', 'स्टेशन कहाँ है?', '駅はどこですか', '🚉', ''];

export const inference = {
    'gRPC, JSON and binary give the same bits': async ({ grpc, rest }) => {
        const inputs = adsTraffic(ROWS);
        const json = await rest.json(MIXTURE, 'one', inputs);
        assert.match(json.outputs.probability, /^FP32\[64\][0-9a-f]{512}$/);
        assert.equal(json.id, 'one');
        assert.deepEqual(await rest.binary(MIXTURE, 'one', inputs), json, 'binary over REST');
        assert.deepEqual(readGrpc(await grpc.ask('ModelInfer', typed(MIXTURE, 'one', inputs))), json, 'typed contents');
        assert.deepEqual(readGrpc(await grpc.ask('ModelInfer', raw(MIXTURE, 'one', inputs))), json, 'raw contents');
    },

    'only the outputs that are asked for come back': async ({ grpc }) => {
        const request = { ...typed(MIXTURE, '', adsTraffic(2)), outputs: [{ name: 'probability' }] };
        const answer = await grpc.ask('ModelInfer', request);
        assert.deepEqual(Object.keys(readGrpc(answer).outputs), ['probability']);
    },

    'a decision is explained': async ({ grpc }) => {
        const request = { ...typed(MIXTURE, '', adsTraffic(1)), parameters: { explain: { bool_param: true } } };
        const { parameters } = await grpc.ask('ModelInfer', request);
        const decision = JSON.parse(parameters.decision.string_param);
        assert.ok(JSON.stringify(decision).includes('weight'), `weights of experts: ${JSON.stringify(decision)}`);
    },

    'whole numbers beyond 2^53 arrive exactly': async ({ grpc }) => {
        const inputs = [
            new Tensor('publisher', 'UINT64', [18446744073709551615n]),
            new Tensor('advertiser', 'INT64', [-9007199254740993n]),
        ];
        const byNumber = readGrpc(await grpc.ask('ModelInfer', typed(MIXTURE, '', inputs)));
        const spelled = inputs.map(({ name, elements }) => new Tensor(name, 'BYTES', elements.map(String)));
        const byText = readGrpc(await grpc.ask('ModelInfer', typed(MIXTURE, '', spelled)));
        assert.deepEqual(byNumber, byText);
        assert.deepEqual(readGrpc(await grpc.ask('ModelInfer', raw(MIXTURE, '', inputs))), byText);
    },

    'texts of every script keep their bits': async ({ grpc, rest }) => {
        const { models } = await grpc.ask('RepositoryIndex', { ready: true });
        if (!models.some(({ name }) => name === 'languages')) {
            return 'the server has no mixture languages';
        }
        const inputs = [new Tensor('text', 'BYTES', TEXTS)];
        const json = await rest.json('languages', 'text', inputs);
        assert.deepEqual(await rest.binary('languages', 'text', inputs), json, 'binary over REST');
        assert.deepEqual(
            readGrpc(await grpc.ask('ModelInfer', typed('languages', 'text', inputs))),
            json,
            'typed contents',
        );
        assert.deepEqual(
            readGrpc(await grpc.ask('ModelInfer', raw('languages', 'text', inputs))),
            json,
            'raw contents',
        );
    },
};

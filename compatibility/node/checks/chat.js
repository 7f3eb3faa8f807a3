// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { APIError, APIUserAbortError, BadRequestError, NotFoundError } from 'openai';

const MODEL = 'assistant';
const DUTCH = 'Waar kan ik vanavond in de buurt lekker eten?';
const GERMAN = 'Wo kann ich heute Abend in der Nähe gut essen gehen?';
const FRENCH = 'Où est-ce que je peux bien manger ce soir près d’ici ?';
const SWEDISH = 'Var kan jag äta gott i närheten ikväll?';
const POLISH = 'Gdzie można dziś wieczorem dobrze zjeść w pobliżu?';

const said = (content) => ({ model: MODEL, messages: [{ role: 'user', content }] });

export const chat = {
    'chat mixtures are listed as models': async ({ client }) => {
        const names = [];
        for await (const model of client.models.list()) {
            assert.equal(model.object, 'model');
            names.push(model.id);
        }
        assert.deepEqual(names, [MODEL]);
        assert.equal((await client.models.retrieve(MODEL)).owned_by, 'witan');
        await assert.rejects(client.models.retrieve('nobody'), NotFoundError);
    },

    'a Dutch question goes to the Dutch expert': async ({ client }) => {
        const { data, response, request_id } = await client.chat.completions.create(said(DUTCH)).withResponse();
        assert.match(data.choices[0].message.content, /Nederlandse model \(canned-dutch\)/);
        assert.equal(data.model, MODEL);
        assert.equal(response.headers.get('x-witan-expert'), 'dutch');
        assert.equal(response.headers.get('x-witan-degraded'), 'false');
        assert.ok(Number(response.headers.get('x-witan-confidence')) > 0.6);
        assert.equal(request_id, response.headers.get('x-request-id'));
    },

    'gibberish goes to the default': async ({ client }) => {
        const { response } = await client.chat.completions.create(said('qwxz vbnm zzkp 0xff')).withResponse();
        assert.equal(response.headers.get('x-witan-expert'), 'generalist');
    },

    'a stream comes word by word, with its usage': async ({ client }) => {
        const stream = await client.chat.completions.create({
            ...said(DUTCH),
            stream: true,
            stream_options: { include_usage: true },
        });
        const words = [];
        let usage;
        for await (const chunk of stream) {
            assert.equal(chunk.model, MODEL);
            words.push(chunk.choices[0]?.delta?.content ?? '');
            usage ??= chunk.usage;
        }
        assert.match(words.join(''), /\(canned-dutch\)\.$/);
        assert.ok(words.length > 5, `${words.length} chunks`);
        assert.ok(usage.total_tokens > 0);
    },

    'the helper that gathers a stream gathers it': async ({ client }) => {
        const answer = await client.chat.completions.stream(said(DUTCH)).finalContent();
        assert.match(answer, /canned-dutch/);
    },

    'an upstream that fails is replaced, and the answer says so': async ({ client }) => {
        const { response } = await client.chat.completions.create(said(FRENCH)).withResponse();
        assert.notEqual(response.headers.get('x-witan-expert'), 'french');
        assert.equal(response.headers.get('x-witan-degraded'), 'true');
    },

    'a stream that breaks off throws': async ({ client }) => {
        const stream = await client.chat.completions.create({ ...said(SWEDISH), stream: true });
        let chunks = 0;
        await assert.rejects(async () => {
            for await (const _ of stream) {
                chunks++;
            }
        }, APIError);
        assert.ok(chunks > 0);
    },

    'an unknown model is not found': async ({ client }) => {
        const unknown = { ...said('a'), model: 'nobody' };
        await assert.rejects(client.chat.completions.create(unknown), (e) => {
            assert.ok(e instanceof NotFoundError);
            assert.equal(e.code, 'model_not_found');
            return true;
        });
    },

    'a message that breaks a rule is refused with its field': async ({ client }) => {
        const wrong = { model: MODEL, messages: [{ role: 'nobody', content: 'a' }] };
        await assert.rejects(client.chat.completions.create(wrong), (e) => {
            assert.ok(e instanceof BadRequestError);
            assert.equal(e.param, 'messages[0].role');
            assert.equal(e.type, 'invalid_request_error');
            return true;
        });
    },

    'aborting a request cancels the call of the upstream': async ({ client, counts }) => {
        const before = await counts();
        const abort = new AbortController();
        const answer = client.chat.completions.create(said(GERMAN), { signal: abort.signal });
        await until(counts, (now) => now.calls > before.calls);
        abort.abort();
        await assert.rejects(answer, APIUserAbortError);
        await until(counts, (now) => now.cancelled === before.cancelled + 1);
    },

    'aborting a stream cancels the call of the upstream': async ({ client, counts }) => {
        const before = await counts();
        const stream = await client.chat.completions.create({ ...said(POLISH), stream: true });
        for await (const _ of stream) {
            break;
        }
        await until(counts, (now) => now.cancelled === before.cancelled + 1);
    },
};

/** Asks again and again until the answer is as wanted; whoever called bounds the time. */
async function until(ask, isWanted) {
    while (!isWanted(await ask())) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Asks a running server's chat mixture `assistant` by OpenAI's own JavaScript client and says what is off.
//
//   node check-chat.js http://127.0.0.1:8000 http://127.0.0.1:9100
//
// The second address is that of the upstream that stands in for models. It answers Dutch as it should; of German it
// never says a word, French it refuses, the Nordic languages it breaks off, and the Slavic ones it never ends.
import { chat } from './checks/chat.js';
import { OpenAI } from 'openai';

const SECONDS_MAX = 30;

const [url, upstream] = process.argv.slice(2);
if (!url || !upstream) {
    console.error('Usage: node check-chat.js URL UPSTREAM_URL, like: node check-chat.js http://127.0.0.1:8000 http://127.0.0.1:9100');
    process.exit(2);
}

const client = new OpenAI({ baseURL: `${url.replace(/\/$/, '')}/v1`, apiKey: 'none', maxRetries: 0 });
const counts = async () => (await fetch(`${upstream.replace(/\/$/, '')}/counts`)).json();
let failed = 0;
for (const [name, check] of Object.entries(chat)) {
    try {
        await withinTime(check({ client, counts }));
        console.log(`ok   ${name}`);
    } catch (e) {
        failed++;
        console.log(`FAIL ${name}\n     ${(e.stack ?? String(e)).replaceAll('\n', '\n     ')}`);
    }
}
console.log(`${Object.keys(chat).length - failed} of ${Object.keys(chat).length} checks passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** Gives up on a check that waits for something that does not come. */
function withinTime(check) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no end after ${SECONDS_MAX} s`)), SECONDS_MAX * 1000);
        check.then(resolve, reject).finally(() => clearTimeout(timer));
    });
}

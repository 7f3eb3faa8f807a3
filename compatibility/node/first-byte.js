// SPDX-License-Identifier: Apache-2.0
// Measures what a chat mixture adds to the time to the first byte of a streamed answer: asks an upstream and a server in
// front of it in turn, over one connection each.
//
//   node first-byte.js http://127.0.0.1:8000 assistant http://127.0.0.1:9100 canned-dutch 'Waar kan ik lekker eten?'
import http from 'node:http';

const WARM_UP = 500;
const ROUNDS = 2000;

const [url, mixture, upstream, model, text] = process.argv.slice(2);
if (!text) {
    console.error('Usage: node first-byte.js URL MIXTURE UPSTREAM_URL MODEL TEXT');
    process.exit(2);
}

const agent = new http.Agent({ keepAlive: true });
const asked = [
    [upstream, model],
    [url, mixture],
];
const millis = [[], []];
for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (let i = 0; i < asked.length; i++) {
        const took = await firstByte(...asked[i]);
        if (round >= WARM_UP) {
            millis[i].push(took);
        }
    }
}
const added = millis[1].map((took, i) => took - millis[0][i]);
for (const [name, values] of [
    ['the upstream alone', millis[0]],
    ['through the server', millis[1]],
    ['added', added],
]) {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(2);
    console.log(`${name.padEnd(20)} p50 ${at(0.5)} ms  p90 ${at(0.9)} ms  p99 ${at(0.99)} ms`);
}
agent.destroy();

/** Milliseconds from a request to the first byte of its answer's body; returns when the answer was read. */
function firstByte(base, name) {
    const body = JSON.stringify({ model: name, stream: true, messages: [{ role: 'user', content: text }] });
    return new Promise((resolve, reject) => {
        const began = performance.now();
        const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
        const request = http.request(`${base}/v1/chat/completions`, { method: 'POST', agent, headers }, (answer) => {
            let took = 0;
            answer.on('data', () => (took ||= performance.now() - began));
            answer.on('end', () => resolve(took));
        });
        request.on('error', reject);
        request.end(body);
    });
}

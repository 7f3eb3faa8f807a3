// SPDX-License-Identifier: Apache-2.0
// Asks a running server by the JavaScript clients of gRPC, as they come from npm, and says what is off.
//
//   node check.js http://127.0.0.1:8000 127.0.0.1:8001
//
// With the server's admin token in WITAN_ADMIN_TOKEN, it loads a mixture again as well. A check gives nothing when all
// is well, and a reason when there was nothing to ask.
import { deadlines } from './checks/deadlines.js';
import { errors } from './checks/errors.js';
import { health } from './checks/health.js';
import { inference } from './checks/inference.js';
import { metadata } from './checks/metadata.js';
import { reflection } from './checks/reflection.js';
import { repository } from './checks/repository.js';
import { streams } from './checks/streams.js';
import { GrpcClient } from './grpc-client.js';
import { RestClient } from './rest-client.js';

const SECONDS_MAX = 30;

const [url, target] = process.argv.slice(2);
if (!url || !target) {
    console.error('Usage: node check.js URL GRPC_ADDRESS, like: node check.js http://127.0.0.1:8000 127.0.0.1:8001');
    process.exit(2);
}

const grpc = new GrpcClient(target);
const rest = new RestClient(url);
const checks = {
    ...health,
    ...metadata,
    ...inference,
    ...streams,
    ...deadlines,
    ...errors,
    ...repository,
    ...reflection,
};
let passed = 0;
let failed = 0;
for (const [name, check] of Object.entries(checks)) {
    try {
        const notAsked = await withinTime(check({ grpc, rest, target, token: process.env.WITAN_ADMIN_TOKEN }));
        console.log(notAsked ? `--   ${name}: not asked, ${notAsked}` : `ok   ${name}`);
        passed += notAsked ? 0 : 1;
    } catch (e) {
        failed++;
        console.log(`FAIL ${name}\n     ${(e.stack ?? String(e)).replaceAll('\n', '\n     ')}`);
    }
}
grpc.close();
console.log(`${passed} of ${Object.keys(checks).length} checks passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** Gives up on a check that waits for something that does not come. */
function withinTime(check) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no end after ${SECONDS_MAX} s`)), SECONDS_MAX * 1000);
        check.then(resolve, reject).finally(() => clearTimeout(timer));
    });
}

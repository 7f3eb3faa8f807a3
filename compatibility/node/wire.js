// SPDX-License-Identifier: Apache-2.0
import http2 from 'node:http2';

/**
 * How the server ends a call whose client sends no message and never hangs up: `{ status }` or `{ reset }`. A client
 * library would end the call at its deadline by itself, and so hide what the server does.
 */
export async function endByHand(target, path, headers) {
    const session = http2.connect(`http://${target}`);
    try {
        return await new Promise((resolve, reject) => {
            session.on('error', reject);
            const stream = session.request(
                { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...headers },
                { endStream: false },
            );
            const read = (received) => {
                if (received['grpc-status'] !== undefined) {
                    resolve({ status: Number(received['grpc-status']) });
                }
            };
            stream
                .on('response', read)
                .on('trailers', read)
                .on('error', () => {});
            stream.on('close', () => resolve({ reset: stream.rstCode }));
            stream.resume();
        });
    } finally {
        session.destroy();
    }
}

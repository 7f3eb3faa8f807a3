// SPDX-License-Identifier: Apache-2.0
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';

const PROTOS = fileURLToPath(new URL('../../oip/src/main/proto', import.meta.url));

/** How messages look in JavaScript: names as in the .proto files, 64-bit numbers as texts, so that none is rounded. */
export const LOADING = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };

/** The service as its .proto file defines it, on a channel of its own. */
export class GrpcClient {
    constructor(target, options = {}) {
        const definition = protoLoader.loadSync('open_inference.proto', { ...LOADING, includeDirs: [PROTOS] });
        const { inference } = grpc.loadPackageDefinition(definition);
        this.stub = new inference.GRPCInferenceService(target, grpc.credentials.createInsecure(), options);
    }

    /** The answer to one call. */
    ask(method, request, options = {}, metadata = new grpc.Metadata()) {
        return unary(this.stub, method, request, options, metadata);
    }

    close() {
        this.stub.close();
    }
}

/** The answer to one call of any client. */
export function unary(stub, method, request, options = {}, metadata = new grpc.Metadata()) {
    return new Promise((resolve, reject) => {
        stub[method](request, metadata, options, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
}

/** Waits for the status that a call must end with, and gives the error that carries it. */
export async function refused(code, call) {
    let answer;
    try {
        answer = await call;
    } catch (e) {
        if (e.code !== code) {
            throw new Error(`status must be ${grpc.status[code]}: ${grpc.status[e.code] ?? ''} ${e.message}`);
        }
        return e;
    }
    throw new Error(`status must be ${grpc.status[code]}, yet there was an answer: ${JSON.stringify(answer)}`);
}

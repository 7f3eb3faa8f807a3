// SPDX-License-Identifier: Apache-2.0
import { readJson } from './answers.js';

const HEADER_LENGTH = 'Inference-Header-Content-Length';

/** Asks a server over REST, in JSON and in binary. */
export class RestClient {
    constructor(url) {
        this.url = url.replace(/\/$/, '');
    }

    async get(path) {
        const response = await this.#send(path, {});
        return response.json();
    }

    async post(path, body, headers = {}) {
        return this.#send(path, { method: 'POST', body, headers });
    }

    /** Asks with JSON tensors and reads JSON tensors. */
    async json(mixture, id, tensors) {
        const body = JSON.stringify({ id, inputs: tensors.map((tensor) => tensor.json()) });
        const response = await this.post(`/v2/models/${mixture}/infer`, body, { 'Content-Type': 'application/json' });
        return readJson(await response.json());
    }

    /** Asks with binary tensors and reads binary tensors. */
    async binary(mixture, id, tensors) {
        const json = Buffer.from(
            JSON.stringify({
                id,
                inputs: tensors.map((tensor) => tensor.binaryHeader()),
                parameters: { binary_data_output: true },
            }),
        );
        const response = await this.post(
            `/v2/models/${mixture}/infer`,
            Buffer.concat([json, ...tensors.map((tensor) => tensor.bytes())]),
            { 'Content-Type': 'application/octet-stream', [HEADER_LENGTH]: String(json.length) },
        );
        const answer = Buffer.from(await response.arrayBuffer());
        const length = Number(response.headers.get(HEADER_LENGTH));
        return readJson(JSON.parse(answer.subarray(0, length).toString()), answer.subarray(length));
    }

    async #send(path, options) {
        const response = await fetch(this.url + path, options);
        if (!response.ok) {
            throw new Error(`${path}: ${response.status} ${await response.text()}`);
        }
        return response;
    }
}

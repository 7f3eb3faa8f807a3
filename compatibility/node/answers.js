// SPDX-License-Identifier: Apache-2.0
import { Tensor } from './tensor.js';

// Every answer is read into one form, whatever the way it came: datatype, shape and the bytes of the protocol's binary
// form, by output. Equal answers have equal bits.

/** An answer over gRPC, with raw or typed contents. */
export function readGrpc(answer) {
    const isRaw = answer.raw_output_contents.length > 0;
    const outputs = answer.outputs.map((output, i) => [
        output.name,
        form(output, isRaw ? answer.raw_output_contents[i] : typedBytes(output)),
    ]);
    return {
        name: answer.model_name,
        version: answer.model_version,
        id: answer.id,
        outputs: Object.fromEntries(outputs),
    };
}

function typedBytes({ name, datatype, contents }) {
    const elements = datatype === 'FP32' ? contents.fp32_contents : contents.bytes_contents;
    return new Tensor(name, datatype, elements).bytes();
}

/** An answer over REST, with JSON tensors or with binary ones after it. */
export function readJson(answer, binary = Buffer.alloc(0)) {
    let read = 0;
    const outputs = answer.outputs.map((output) => {
        const size = output.parameters?.binary_data_size;
        const bytes =
            size === undefined
                ? new Tensor(output.name, output.datatype, output.data).bytes()
                : binary.subarray(read, (read += size));
        return [output.name, form(output, bytes)];
    });
    return {
        name: answer.model_name,
        version: answer.model_version,
        id: answer.id,
        outputs: Object.fromEntries(outputs),
    };
}

function form({ datatype, shape }, bytes) {
    return `${datatype}[${shape}]${bytes.toString('hex')}`;
}

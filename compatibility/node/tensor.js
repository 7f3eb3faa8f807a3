// SPDX-License-Identifier: Apache-2.0

/** The list of typed contents for each datatype that has one. */
const CONTENTS = {
    BOOL: 'bool_contents',
    INT8: 'int_contents',
    INT16: 'int_contents',
    INT32: 'int_contents',
    INT64: 'int64_contents',
    UINT8: 'uint_contents',
    UINT16: 'uint_contents',
    UINT32: 'uint_contents',
    UINT64: 'uint64_contents',
    FP32: 'fp32_contents',
    FP64: 'fp64_contents',
    BYTES: 'bytes_contents',
};

/** How one number of each datatype is written in binary. */
const BINARY = {
    BOOL: (value) => Buffer.from([value ? 1 : 0]),
    INT8: (value) => number(1, (buffer) => buffer.writeInt8(value)),
    INT16: (value) => number(2, (buffer) => buffer.writeInt16LE(value)),
    INT32: (value) => number(4, (buffer) => buffer.writeInt32LE(value)),
    INT64: (value) => number(8, (buffer) => buffer.writeBigInt64LE(BigInt(value))),
    UINT8: (value) => number(1, (buffer) => buffer.writeUInt8(value)),
    UINT16: (value) => number(2, (buffer) => buffer.writeUInt16LE(value)),
    UINT32: (value) => number(4, (buffer) => buffer.writeUInt32LE(value)),
    UINT64: (value) => number(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value))),
    FP32: (value) => number(4, (buffer) => buffer.writeFloatLE(value)),
    FP64: (value) => number(8, (buffer) => buffer.writeDoubleLE(value)),
    BYTES: (value) => {
        const text = Buffer.from(value);
        return Buffer.concat([number(4, (buffer) => buffer.writeUInt32LE(text.length)), text]);
    },
};

function number(size, write) {
    const buffer = Buffer.alloc(size);
    write(buffer);
    return buffer;
}

/** A column of a request, and its four forms. 64-bit whole numbers are BigInts. */
export class Tensor {
    constructor(name, datatype, elements) {
        this.name = name;
        this.datatype = datatype;
        this.elements = elements;
    }

    /** As it stands in a gRPC request with typed contents. */
    typed() {
        const elements = this.datatype === 'BYTES' ? this.elements.map((text) => Buffer.from(text)) : this.elements;
        const sent = elements.map((element) => (typeof element === 'bigint' ? String(element) : element));
        return { ...this.header(), contents: { [CONTENTS[this.datatype]]: sent } };
    }

    /** As it stands in a gRPC request whose contents are raw. */
    header() {
        return { name: this.name, datatype: this.datatype, shape: [this.elements.length] };
    }

    /** The elements in the protocol's binary form. */
    bytes() {
        return Buffer.concat(this.elements.map(BINARY[this.datatype]));
    }

    /** As it stands in a JSON request. */
    json() {
        return { ...this.header(), data: this.elements.map((it) => (typeof it === 'bigint' ? Number(it) : it)) };
    }

    /** As it stands in the JSON before binary tensors. */
    binaryHeader() {
        return { ...this.header(), parameters: { binary_data_size: this.bytes().length } };
    }
}

/** A gRPC request with typed contents. */
export function typed(model_name, id, tensors) {
    return { model_name, id, inputs: tensors.map((tensor) => tensor.typed()) };
}

/** A gRPC request with raw contents. */
export function raw(model_name, id, tensors) {
    return {
        model_name,
        id,
        inputs: tensors.map((tensor) => tensor.header()),
        raw_input_contents: tensors.map((tensor) => tensor.bytes()),
    };
}

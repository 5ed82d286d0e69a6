// Runs a small network in the ONNX format: just what two small networks about faces need, in plain JavaScript. No WebAssembly,
// so the page's content security policy stays as strict as everywhere; and nothing else to load but the weights.

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  /** The fields of a protobuf message: each number with a list of its values. */
  fields() {
    const found = {};
    while (this.at < this.bytes.length) {
      const key = this.number();
      const kind = key & 7;
      let value;
      if (kind === 0) value = this.number();
      else {
        const length = kind === 2 ? this.number() : kind === 5 ? 4 : 8;
        value = this.bytes.subarray(this.at, this.at + length);
        this.at += length;
      }
      (found[Math.floor(key / 8)] ??= []).push(value);
    }
    return found;
  }
}

const read = (bytes) => new Reader(bytes).fields();
const words = new TextDecoder();
const text = (bytes) => words.decode(bytes);

/** Repeated numbers, each by itself or packed together. */
function numbers(list = []) {
  return list.flatMap((value) => {
    if (typeof value === "number") return [value];
    const packed = new Reader(value);
    const all = [];
    while (packed.at < value.length) all.push(packed.number());
    return all;
  });
}

const ARRAYS = { 1: Float32Array, 2: Uint8Array, 3: Int8Array, 7: BigInt64Array };

function tensorOf(bytes) {
  const { 1: dims, 2: [kind], 8: name, 9: [raw] = [new Uint8Array()] } = read(bytes);
  const Kind = ARRAYS[kind];
  const data = new Kind(new Uint8Array(raw).buffer);
  return { name: text(name[0]), dims: numbers(dims), data: kind === 7 ? Array.from(data, Number) : data };
}

function nodeOf(bytes) {
  const { 1: inputs = [], 2: outputs, 4: [kind], 5: attributes = [] } = read(bytes);
  const settings = {};
  for (const attribute of attributes) {
    const { 1: [name], 3: whole, 8: several } = read(attribute);
    settings[text(name)] = several ? numbers(several) : whole?.[0];
  }
  return { kind: text(kind), inputs: inputs.map(text), output: text(outputs[0]), settings };
}

/** Spread quantised weights to real ones; a scale belongs to a block of neighbours. */
function dequantize({ block_size: block }, whole, scales, zeros) {
  const data = new Float32Array(whole.data.length);
  for (let at = 0; at < data.length; at += 1) {
    const scale = Math.floor(at / block);
    data[at] = (whole.data[at] - zeros.data[scale]) * scales.data[scale];
  }
  return { dims: whole.dims, data };
}

function convolve({ group = 1, kernel_shape: [size], pads: [pad] = [0], strides: [stride] = [1] }, input, weights, bias) {
  const [, channels, height, width] = input.dims;
  const filters = weights.dims[0];
  const high = Math.floor((height + 2 * pad - size) / stride) + 1;
  const wide = Math.floor((width + 2 * pad - size) / stride) + 1;
  const data = new Float32Array(filters * high * wide);
  const depth = channels / group;
  for (let filter = 0; filter < filters; filter += 1) {
    const out = data.subarray(filter * high * wide, (filter + 1) * high * wide);
    if (bias) out.fill(bias.data[filter]);
    const first = Math.floor((filter * group) / filters) * depth;
    for (let channel = 0; channel < depth; channel += 1) {
      const from = input.data.subarray((first + channel) * height * width, (first + channel + 1) * height * width);
      const kernel = (filter * depth + channel) * size * size;
      if (size === 1 && stride === 1) addPlane(out, from, weights.data[kernel]);
      else addKernel(out, high, wide, from, height, width, weights.data, kernel, size, pad, stride);
    }
  }
  return { dims: [1, filters, high, wide], data };
}

function addPlane(out, from, weight) {
  for (let at = 0; at < out.length; at += 1) out[at] += weight * from[at];
}

function addKernel(out, high, wide, from, height, width, weights, kernel, size, pad, stride) {
  for (let ky = 0; ky < size; ky += 1) {
    for (let kx = 0; kx < size; kx += 1) {
      const weight = weights[kernel + ky * size + kx];
      const least = Math.max(0, Math.ceil((pad - kx) / stride));
      const most = Math.min(wide, Math.floor((width - 1 + pad - kx) / stride) + 1);
      for (let y = 0; y < high; y += 1) {
        const row = y * stride + ky - pad;
        if (row < 0 || row >= height) continue;
        const start = row * width + kx - pad;
        for (let x = least; x < most; x += 1) out[y * wide + x] += weight * from[start + x * stride];
      }
    }
  }
}

function maxPool({ kernel_shape: [size], pads: [pad] = [0], strides: [stride] = [1] }, input) {
  const [, channels, height, width] = input.dims;
  const high = Math.floor((height + 2 * pad - size) / stride) + 1;
  const wide = Math.floor((width + 2 * pad - size) / stride) + 1;
  const data = new Float32Array(channels * high * wide).fill(-Infinity);
  for (let to = 0; to < data.length; to += 1) {
    const x = (to % wide) * stride - pad;
    const y = (Math.floor(to / wide) % high) * stride - pad;
    const plane = Math.floor(to / (wide * high)) * height * width;
    for (let row = Math.max(0, y); row < Math.min(height, y + size); row += 1) {
      for (let column = Math.max(0, x); column < Math.min(width, x + size); column += 1) {
        const value = input.data[plane + row * width + column];
        if (value > data[to]) data[to] = value;
      }
    }
  }
  return { dims: [1, channels, high, wide], data };
}

/** Twice as large, every pixel four times: the only enlargement these networks have. */
function enlarge(_, input) {
  const [, channels, height, width] = input.dims;
  const data = new Float32Array(input.data.length * 4);
  for (let to = 0; to < data.length; to += 1) {
    const x = to % (2 * width);
    const y = Math.floor(to / (2 * width));
    data[to] = input.data[(y >> 1) * width + (x >> 1)];
  }
  return { dims: [1, channels, 2 * height, 2 * width], data };
}

/** From one plane for each channel to the channels beside each other. */
function transpose(_, { dims: [, channels, height, width], data }) {
  const other = new Float32Array(data.length);
  const plane = height * width;
  for (let at = 0; at < data.length; at += 1) other[(at % plane) * channels + Math.floor(at / plane)] = data[at];
  return { dims: [1, height, width, channels], data: other };
}

const each = (change) => (_, { dims, data }) => ({ dims, data: data.map(change) });

const OPERATIONS = {
  Add: (_, one, other) => ({ dims: one.dims, data: one.data.map((value, at) => value + other.data[at]) }),
  Conv: convolve,
  DequantizeLinear: dequantize,
  GlobalAveragePool: (_, { dims: [, channels, height, width], data }) => ({
    dims: [1, channels, 1, 1],
    data: Float32Array.from({ length: channels }, (__, n) => {
      return data.subarray(n * height * width, (n + 1) * height * width).reduce((sum, value) => sum + value) / (height * width);
    }),
  }),
  MaxPool: maxPool,
  Relu: each((value) => (value > 0 ? value : 0)),
  // The data stays in its order; only weights are asked for their shape, and theirs is known.
  Reshape: (_, { data }, shape) => ({ dims: shape?.data ?? [data.length], data }),
  Resize: enlarge,
  Sigmoid: each((value) => 1 / (1 + Math.exp(-value))),
  Transpose: transpose,
};

export class Network {
  #constants = new Map();
  #nodes = [];
  #inputs;
  #outputs;

  constructor(bytes) {
    const { 7: [content] } = read(bytes);
    const { 1: nodes, 5: weights, 11: inputs, 12: outputs } = read(content);
    for (const tensor of weights.map(tensorOf)) this.#constants.set(tensor.name, tensor);
    const named = (list) => list.map((one) => text(read(one)[1][0]));
    // Some files list their weights among the inputs.
    this.#inputs = named(inputs).filter((name) => !this.#constants.has(name));
    this.#outputs = named(outputs);
    for (const node of nodes.map(nodeOf)) {
      // What only computes shapes is left out: no shape depends on the picture here.
      if (!OPERATIONS[node.kind]) continue;
      if (node.inputs.every((name) => this.#constants.has(name))) this.#constants.set(node.output, this.#do(node, this.#constants));
      else this.#nodes.push(node);
    }
  }

  #do(node, values) {
    return OPERATIONS[node.kind](node.settings, ...node.inputs.map((name) => values.get(name)));
  }

  /** The outputs by name for one picture: planes of floats with its dims [1, channels, height, width]. */
  run(data, dims) {
    const values = new Map(this.#constants);
    values.set(this.#inputs[0], { dims, data });
    for (const node of this.#nodes) values.set(node.output, this.#do(node, values));
    return Object.fromEntries(this.#outputs.map((name) => [name, values.get(name).data]));
  }
}

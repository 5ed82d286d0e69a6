// Where is a face, and are its eyes open? Runs in a worker, so that the page never waits for it.

import { Network } from "./onnx.js";

const STRIDES = [8, 16, 32];
const LEAST_SCORE = 0.7;
const MOST_OVERLAP = 0.3;
const EYE = 24;
// An eye's crop beside the distance of the two eyes: the network was made for crops 1.6 eyes wide.
const EYE_SHARE = 0.72;

async function load(address) {
  const answer = address ? await fetch(address) : null;
  return answer?.ok ? new Network(new Uint8Array(await answer.arrayBuffer())) : null;
}

/**
 * Half the picture, as planes of blue, green and red with black beside them until the width is a multiple of 32: what the network
 * was made for. Faces are large here; only the eyes need every pixel.
 */
function planesOf({ data, width, height }) {
  const high = height / 2;
  const inner = width / 2;
  const wide = Math.ceil(inner / 32) * 32;
  const side = (wide - inner) / 2;
  const planes = new Float32Array(3 * wide * high);
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < inner; x += 1) {
      const at = 4 * (2 * y * width + 2 * x);
      const below = at + 4 * width;
      for (let colour = 0; colour < 3; colour += 1) {
        const from = 2 - colour;
        planes[(colour * high + y) * wide + side + x] = (data[at + from] + data[at + 4 + from] + data[below + from] + data[below + 4 + from]) / 4;
      }
    }
  }
  return { planes, wide, high, side };
}

/** Faces as left, top, right, bottom and the places of the eyes, in pixels. */
function facesOf(out, width) {
  const faces = [];
  for (const stride of STRIDES) {
    const [classes, objects, boxes, points] = ["cls", "obj", "bbox", "kps"].map((name) => out[`${name}_${stride}`]);
    const wide = width / stride;
    for (let n = 0; n < classes.length; n += 1) {
      const score = Math.sqrt(classes[n] * objects[n]);
      if (score < LEAST_SCORE) continue;
      const column = n % wide;
      const row = Math.floor(n / wide);
      const x = (column + boxes[4 * n]) * stride;
      const y = (row + boxes[4 * n + 1]) * stride;
      const halves = [Math.exp(boxes[4 * n + 2]) * stride, Math.exp(boxes[4 * n + 3]) * stride].map((side) => side / 2);
      const eyes = [0, 2].map((at) => [(column + points[10 * n + at]) * stride, (row + points[10 * n + at + 1]) * stride]);
      faces.push({ score, box: [x - halves[0], y - halves[1], x + halves[0], y + halves[1]], eyes });
    }
  }
  faces.sort((one, other) => other.score - one.score);
  return faces.filter((face, n) => faces.slice(0, n).every((better) => overlap(face.box, better.box) < MOST_OVERLAP));
}

function overlap(one, other) {
  const wide = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const high = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  if (wide <= 0 || high <= 0) return 0;
  const size = (box) => (box[2] - box[0]) * (box[3] - box[1]);
  return (wide * high) / (size(one) + size(other) - wide * high);
}

/** How surely one eye is closed, 0 to 1. */
function closed(network, { data, width, height }, [x, y], side) {
  const crop = new Float32Array(EYE * EYE);
  const pixel = (column, row) => {
    const at = 4 * (Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column)));
    return 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
  };
  for (let n = 0; n < crop.length; n += 1) {
    const across = x + (((n % EYE) + 0.5) / EYE - 0.5) * side;
    const down = y + ((Math.floor(n / EYE) + 0.5) / EYE - 0.5) * side;
    const [left, top] = [Math.floor(across), Math.floor(down)];
    const [right, low] = [across - left, down - top];
    crop[n] =
      ((pixel(left, top) * (1 - right) + pixel(left + 1, top) * right) * (1 - low) +
        (pixel(left, top + 1) * (1 - right) + pixel(left + 1, top + 1) * right) * low) / 255;
  }
  const [yes, no] = Object.values(network.run(crop, [1, 1, EYE, EYE]))[0];
  return 1 / (1 + Math.exp(no - yes));
}

export class FaceFinder {
  #faces;
  #eyes;

  /** Load the weights from two addresses. Without those of the eyes nothing is said of them; without the others, nothing. */
  static async load(faces, eyes) {
    const finder = new FaceFinder();
    [finder.#faces, finder.#eyes] = await Promise.all([load(faces), load(eyes)]);
    return finder.#faces ? finder : null;
  }

  /** Faces as shares of a picture whose height is a multiple of 64; `closed` is how surely the eyes are. */
  find(picture) {
    const { planes, wide, high, side } = planesOf(picture);
    const out = this.#faces.run(planes, [1, 3, high, wide]);
    const inner = wide - 2 * side;
    return facesOf(out, wide).map(({ box, eyes }) => {
      const places = eyes.map(([x, y]) => [2 * (x - side), 2 * y]);
      const apart = Math.hypot(places[1][0] - places[0][0], places[1][1] - places[0][1]);
      const shut = this.#eyes ? places.map((eye) => closed(this.#eyes, picture, eye, Math.max(6, apart * EYE_SHARE))) : [0];
      return {
        box: box.map((value, n) => (n % 2 ? value / high : (value - side) / inner)),
        closed: shut.reduce((sum, one) => sum + one) / shut.length,
      };
    });
  }
}

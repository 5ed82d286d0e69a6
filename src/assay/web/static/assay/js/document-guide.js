// What to say about a document before the camera, from one small picture after the other. "good" means: hold still.

import { findDocument } from "./frame.js";
import { cut, differenceOf, greyOf, lightOf, sharpnessOf } from "./measures.js";
import { View } from "./view.js";

const SIZE = [160, 120];
// The server asks for the same again from the whole picture; these only have to agree with it mostly.
const COVERED = { mean: 14, spread: 6 };
const DARK = 55;
const MOST_GLARE = 0.035;
const LEAST_WIDTH = 0.62;
const MOST_LEAN = 0.2;
const LEAST_SHARP = 0.22;
const MOST_MOVED = 0.025;
const MOST_CHANGED = 9;
// As wide as a document has to be to be read.
const READING_WIDTH = 1000;

const boxOf = (corners) => {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

/** The words for one picture, and where the document is. `near` gives pixels of a box from near by, `before` is the last answer. */
function judge(grey, near, before, shape) {
  const light = lightOf(grey);
  if (light.mean < COVERED.mean && light.spread < COVERED.spread) return { hint: "covered", grey };
  const found = findDocument(grey, shape);
  if (!found) return { hint: light.mean < DARK ? "dark" : "find", grey };
  const { corners } = found;
  const box = boxOf(corners);
  const inside = lightOf(cut(grey, box));
  const moved = before?.corners ? Math.max(...corners.flat().map((value, n) => Math.abs(value - before.corners.flat()[n]))) : 1;
  const seen = { corners, grey };
  if (inside.mean < DARK) return { ...seen, hint: "dark" };
  if (!found.whole) return { ...seen, hint: "cut" };
  if (box[2] - box[0] < LEAST_WIDTH) return { ...seen, hint: "far" };
  if (found.lean > MOST_LEAN) return { ...seen, hint: "askew" };
  if (inside.burnt > MOST_GLARE) return { ...seen, hint: "glare" };
  if (moved > MOST_MOVED || differenceOf(grey, before?.grey) > MOST_CHANGED) return { ...seen, hint: "moving" };
  if (sharpnessOf(greyOf(near(box))) < LEAST_SHARP) return { ...seen, hint: "blurred" };
  return { ...seen, hint: "good" };
}

/** Watches a video; `look()` gives the words and the outline for now. */
export class DocumentGuide {
  #view;
  #shape;
  #last = null;

  constructor(video, shape) {
    this.#view = new View(video, ...SIZE);
    this.#shape = shape;
  }

  async look() {
    const picture = this.#view.small();
    if (!picture) return { hint: "" };
    this.#last = judge(greyOf(picture), (box) => this.#view.near(box, READING_WIDTH), this.#last, this.#shape);
    return { hint: this.#last.hint, outline: this.#last.corners };
  }

  end() {}
}

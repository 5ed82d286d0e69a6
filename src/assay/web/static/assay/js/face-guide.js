// What to say about a face before the camera. Light and stillness need no model; where the face is does, and comes when it is there.

import { cut, differenceOf, greyOf, lightOf } from "./measures.js";
import { View } from "./view.js";

const SIZE = [240, 320];
// The middle of the oval of the page, as shares of the picture. A face is found from brow to chin, so a little below.
const MIDDLE = [0.5, 0.5];
const MOST_OFF = 0.13;
const [LEAST_HEIGHT, MOST_HEIGHT] = [0.38, 0.74];
const COVERED = { mean: 14, spread: 6 };
const DARK = 55;
const BRIGHT = 215;
// Eyes are judged against the same eyes before: what looks half closed to a network is how many people look with open eyes.
const SHUT = 0.35;
const MOST_MOVED = 0.035;
const MOST_CHANGED = 10;
const MIDDLE_BOX = [0.2, 0.12, 0.8, 0.78];

/** The words for one picture; `faces` is null while no model says where they are. `before` is the last answer, if any. */
function judge(grey, faces, before) {
  const light = lightOf(grey);
  if (light.mean < COVERED.mean && light.spread < COVERED.spread) return { hint: "covered", grey, open: before?.open };
  const open = Math.min(before?.open ?? 1, faces?.[0]?.closed ?? 1);
  const seen = { grey, box: faces?.[0]?.box, open };
  const inside = lightOf(cut(grey, seen.box ?? MIDDLE_BOX));
  if (inside.mean < DARK) return { ...seen, hint: "dark" };
  if (inside.mean > BRIGHT) return { ...seen, hint: "glare" };
  const word = faces ? placeOf(faces, open) : "";
  if (word) return { ...seen, hint: word };
  const moved = seen.box && before?.box ? Math.max(...seen.box.map((value, n) => Math.abs(value - before.box[n]))) : 0;
  if (moved > MOST_MOVED || differenceOf(grey, before?.grey) > MOST_CHANGED) return { ...seen, hint: "moving" };
  return { ...seen, hint: faces ? "good" : "" };
}

function placeOf(faces, open) {
  if (!faces.length) return "find";
  // A small face far behind is a picture on the wall as often as a person.
  const sizes = faces.map(({ box }) => box[3] - box[1]);
  if (sizes.slice(1).some((size) => size > sizes[0] / 2)) return "several";
  const [left, top, right, bottom] = faces[0].box;
  if (bottom - top < LEAST_HEIGHT) return "far";
  if (bottom - top > MOST_HEIGHT) return "close";
  const off = [(left + right) / 2 - MIDDLE[0], (top + bottom) / 2 - MIDDLE[1]];
  if (Math.hypot(...off) > MOST_OFF) return "centre";
  return faces[0].closed - open > SHUT ? "shut" : "";
}

/** An oval around a face, as corners. */
function around([left, top, right, bottom]) {
  const CORNERS = 40;
  const GROWN = 1.12;
  return Array.from({ length: CORNERS }, (_, n) => {
    const angle = (2 * Math.PI * n) / CORNERS;
    return [
      (left + right) / 2 + (GROWN * (right - left) * Math.cos(angle)) / 2,
      (top + bottom) / 2 + (GROWN * (bottom - top) * Math.sin(angle)) / 2,
    ];
  });
}

/** Watches a video; `look()` gives the words and the outline for now. */
export class FaceGuide {
  #view;
  #worker;
  #answer = null;
  #ready = false;
  #last = null;

  /** `weights` has the addresses of `faces` and `eyes`; nothing is loaded before the first look. */
  constructor(video, weights) {
    this.#view = new View(video, ...SIZE);
    if (weights.faces && globalThis.Worker) this.#start(weights);
  }

  #start(weights) {
    this.#worker = new Worker(new URL("./face-worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => {
      if (data.found) this.#answer?.(data.found);
      else this.#ready = data.ready;
    });
    // Old browsers have no workers of modules: then light and stillness have to do.
    this.#worker.addEventListener("error", () => { this.#ready = false; this.#answer?.(null); });
    this.#worker.postMessage(weights);
  }

  async look() {
    const picture = this.#view.small();
    if (!picture) return { hint: "" };
    const faces = this.#ready ? await this.#find(picture) : null;
    this.#last = judge(greyOf(picture), faces, this.#last);
    return { hint: this.#last.hint, outline: this.#last.box && around(this.#last.box) };
  }

  #find(picture) {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#worker.postMessage({ picture });
    });
  }

  end() {
    this.#worker?.terminate();
    this.#ready = false;
    this.#answer?.(null);
  }
}

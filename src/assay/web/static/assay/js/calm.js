// Words that change calmly: a hint is said when it was true for a while, and not soon after the last one.

const TRUE_FOR_MS = 800;
const APART_MS = 2500;

export class Calm {
  #said = null;
  #saidAt = -Infinity;
  #seen = null;
  #since = 0;

  /** Return the hint to say now, or null. `now` counts milliseconds. */
  next(hint, now) {
    if (hint !== this.#seen) {
      this.#seen = hint;
      this.#since = now;
    }
    if (hint === this.#said || now - this.#since < TRUE_FOR_MS) return null;
    // "Hold still" waits for nothing: the photo is about to be taken.
    if (hint !== "good" && now - this.#saidAt < APART_MS) return null;
    this.#said = hint;
    this.#saidAt = now;
    return hint;
  }
}

// Guides a person before the camera: looks several times a second, says what to change, draws what was found, and when all is
// well for a moment lets the photo be taken.

import { Calm } from "./calm.js";

const EVERY_MS = 130;
// A single bad look between good ones does not begin the wait anew.
const FORGIVEN_MS = 350;
const SMOOTH = 0.55;

export class Guide {
  #root;
  #eye;
  #sound;
  #hold;
  #calm = new Calm();
  #running = false;
  #outline = null;
  #goodSince = 0;
  #goodAt = 0;
  #counted = 0;

  /**
   * `eye` is a DocumentGuide or a FaceGuide. `hold` says how long all has to be well (`ms`), whether seconds are counted down
   * (`count`), whether the photo may be taken by itself now (`auto()`), and what takes it (`shoot()`).
   */
  constructor(root, eye, sound, hold = null) {
    this.#root = root;
    this.#eye = eye;
    this.#sound = sound;
    this.#hold = hold;
  }

  async start() {
    this.#running = true;
    while (this.#running) {
      const began = performance.now();
      const seen = await this.#eye.look();
      if (!this.#running) return;
      const now = performance.now();
      this.#say(this.#calm.next(seen.hint, now));
      this.#draw(seen, now - began);
      if (this.#hold) this.#wait(seen.hint === "good", now);
      await new Promise((resolve) => setTimeout(resolve, Math.max(30, EVERY_MS - (now - began))));
    }
  }

  stop() {
    this.#running = false;
    this.#eye.end();
    this.#fill(0);
    this.#draw({ hint: "" }, 0);
    for (const words of this.#root.querySelectorAll("[data-hint]")) words.hidden = words.dataset.hint !== "";
  }

  #say(hint) {
    if (hint === null) return;
    let said = "";
    for (const words of this.#root.querySelectorAll("[data-hint]")) {
      const shown = words.dataset.hint === hint;
      if (words.hidden === shown) words.hidden = !shown;
      if (shown) said = words.textContent;
    }
    this.#sound.cue(hint === "good" ? "good" : "change");
    this.#sound.speak(said);
  }

  /** The outline follows what was found, a little softened, on the side where the person sees it. */
  #draw({ hint, outline }, spent) {
    const camera = this.#root.querySelector(".camera");
    camera.dataset.seen = hint === "good" ? "good" : outline ? "found" : "";
    // What a look costs, for whoever measures it.
    camera.dataset.ms = spent.toFixed(1);
    const near = this.#outline && outline && outline.length === this.#outline.length;
    this.#outline = near ? outline.map((point, n) => point.map((value, axis) => this.#outline[n][axis] + SMOOTH * (value - this.#outline[n][axis]))) : outline;
    const mirrored = camera.classList.contains("mirror");
    const points = (this.#outline ?? []).map(([x, y]) => `${((mirrored ? 1 - x : x) * 100).toFixed(2)},${(y * 100).toFixed(2)}`);
    this.#root.querySelector("[data-outline]").setAttribute("points", points.join(" "));
  }

  #wait(good, now) {
    const { ms, count, auto, shoot } = this.#hold;
    if (good && auto()) this.#goodAt = now;
    if (!auto() || now - this.#goodAt > FORGIVEN_MS) this.#goodSince = 0;
    else this.#goodSince ||= now;
    const held = this.#goodSince ? now - this.#goodSince : 0;
    this.#fill(held / ms);
    if (count) this.#countDown(held ? Math.ceil((ms - held) / 1000) : 0);
    // The last look decides, so that no forgiven one becomes the photo.
    if (held < ms || !good) return;
    this.#goodSince = 0;
    shoot();
  }

  #countDown(left) {
    if (left === this.#counted) return;
    this.#counted = left;
    const words = left > 0 ? new Intl.NumberFormat(document.documentElement.lang || undefined).format(left) : "";
    for (const place of this.#root.querySelectorAll("[data-count]")) place.textContent = words;
    if (left > 0) this.#sound.cue("tick");
  }

  #fill(share) {
    const ring = this.#root.querySelector("[data-ring]");
    ring?.setAttribute("stroke-dashoffset", String(1 - Math.min(1, share)));
    ring?.closest("svg").classList.toggle("is-filling", share > 0);
  }
}

// Shows what is asked for at a second of the recording: words, the dot to follow, the light of the screen.

// No more than three flashes a second (WCAG 2.2, 2.3.1), whatever the server drew; a change may reach the screen late, so the
// pause is longer than a third of a second.
const LEAST_MS_BETWEEN_COLOURS = 450;

/** Where the dot is, as shares of the screen: straight lines of equal time between the places of the path. */
export function placeOnPath(path, share) {
  const along = Math.min(Math.max(share, 0), 1) * (path.length - 1);
  const from = Math.min(Math.floor(along), path.length - 2);
  return [0, 1].map((axis) => path[from][axis] + (path[from + 1][axis] - path[from][axis]) * (along - from));
}

const during = (list, at) => list.find((one) => one.from_second <= at && at < one.to_second);

export class Prompter {
  #root;
  #prompts = [];
  #flashes = [];
  #changedAt = -Infinity;
  #onSaid;

  /** `onSaid` is told the words of each prompt when it begins. */
  constructor(root, onSaid = () => {}) {
    this.#root = root;
    this.#onSaid = onSaid;
  }

  begin(prompts, flashes) {
    this.#prompts = prompts;
    this.#flashes = flashes;
  }

  /** Show what belongs to this second of the recording. */
  show(at) {
    const asked = during(this.#prompts, at);
    const flash = during(this.#flashes, at);
    const path = asked?.path.length ? asked.path : null;
    const share = asked ? (at - asked.from_second) / (asked.to_second - asked.from_second) : 1;
    const all = [...this.#prompts, ...this.#flashes];
    const thanks = all.length > 0 && all.every((one) => one.to_second <= at);
    this.say(asked?.gesture ?? (flash ? "light" : thanks ? "done" : "straight"));
    this.#dot(path && placeOnPath(path, share));
    this.#full(Boolean(flash || path));
    this.#left(1 - share);
    this.#light(flash?.colour ?? "");
  }

  /** Show one prompt by its name, and say it once. */
  say(name) {
    for (const part of this.#root.querySelectorAll("[data-prompt]")) part.hidden = part.dataset.prompt !== name;
    const spoken = this.#root.querySelector(`[data-prompt="${name}"] [data-spoken]`)?.textContent ?? "";
    const region = this.#root.querySelector("[data-live]");
    if (region.textContent === spoken) return;
    region.textContent = spoken;
    // With closed eyes nobody reads: phones tell by a short buzz that the next movement is asked for.
    navigator.vibrate?.(80);
    this.#onSaid(spoken);
  }

  /** Nothing is asked for any more: no dot, no light. */
  clear() {
    this.#dot(null);
    this.#changedAt = -Infinity;
    this.#light("");
    this.#full(false);
  }

  /** Give the whole screen to the dot or the light, or give it back and bring the camera into view again. */
  #full(wanted) {
    const was = this.#root.classList.contains("is-full");
    this.#root.classList.toggle("is-full", wanted);
    if (was && !wanted) this.#root.querySelector(".camera").scrollIntoView();
  }

  /** Show how much of the movement's time is left, from 1 down to 0. */
  #left(share) {
    this.#root.querySelector("[data-left]").style.transform = `scaleX(${share})`;
  }

  #dot(place) {
    const dot = this.#root.querySelector("[data-dot]");
    dot.hidden = !place;
    // The screen shows the person mirrored, so its left is their own left.
    if (place) dot.style.transform = `translate(${place[0] * (innerWidth - dot.offsetWidth)}px, ${place[1] * (innerHeight - dot.offsetHeight)}px)`;
  }

  #light(colour) {
    const veil = this.#root.querySelector("[data-veil]");
    const now = performance.now();
    if (veil.dataset.veil === colour || now - this.#changedAt < LEAST_MS_BETWEEN_COLOURS) return;
    this.#changedAt = now;
    veil.dataset.veil = colour;
  }
}

// The stages of a piece of the way, in the page already, written by the server in the reader's language.
// Each part carries data-stage with the names of the stages it belongs to; a script only chooses between them.

export class Stages {
  #root;
  #hadFocus = false;

  constructor(root) {
    this.#root = root;
  }

  get now() {
    return this.#root.dataset.now;
  }

  /** Show a stage, and move the focus to its first thing when it was inside this element. */
  show(stage) {
    const root = this.#root;
    // What had the focus may be hidden by now, and nobody has moved it since.
    const inside = root.contains(document.activeElement) || (this.#hadFocus && document.activeElement === document.body);
    this.#hadFocus = inside;
    root.dataset.now = stage;
    for (const part of root.querySelectorAll("[data-stage]")) {
      part.hidden = !part.dataset.stage.split(" ").includes(stage);
    }
    // A camera's picture has to be seen whole before its button is looked for.
    const camera = root.querySelector(`[data-stage~="${stage}"] .camera`);
    camera?.scrollIntoView();
    if (inside) root.querySelector(`[data-stage~="${stage}"] [data-first]`)?.focus({ preventScroll: Boolean(camera) });
  }

  /** Write words that came from the server into their place. */
  write(slot, words) {
    for (const place of this.#root.querySelectorAll(`[data-slot="${slot}"]`)) place.textContent = words;
  }

  /** Say one of the page's own sentences to people who listen to it. */
  say(name) {
    const words = this.#root.querySelector(`[data-saying="${name}"]`)?.content.textContent ?? "";
    this.write("said", words.trim());
  }

  /** Call a function for each button: <button data-do="open"> calls open(). */
  listen(actions) {
    this.#root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button && this.#root.contains(button)) actions[button.dataset.do]?.();
    });
  }
}

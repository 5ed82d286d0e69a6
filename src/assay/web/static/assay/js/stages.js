// A custom element whose stages are in the page already, written by the server in the reader's language.
// Each part carries data-stage with the names of the stages it belongs to; a script only chooses between them.

export class Stages extends HTMLElement {
  /** Show a stage, and move the focus to its first thing when it was inside this element. */
  show(stage) {
    const inside = this.contains(document.activeElement);
    this.dataset.now = stage;
    for (const part of this.querySelectorAll("[data-stage]")) {
      part.hidden = !part.dataset.stage.split(" ").includes(stage);
    }
    // A camera's picture has to be seen whole before its button is looked for.
    const camera = this.querySelector(`[data-stage~="${stage}"] .camera`);
    camera?.scrollIntoView();
    if (inside) this.querySelector(`[data-stage~="${stage}"] [data-first]`)?.focus({ preventScroll: Boolean(camera) });
  }

  /** Write words that came from the server into their place. */
  write(slot, words) {
    for (const place of this.querySelectorAll(`[data-slot="${slot}"]`)) place.textContent = words;
  }

  /** Call a method for each button: <button data-do="open"> calls open(). */
  listen(actions) {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button && this.contains(button)) actions[button.dataset.do]?.call(this);
    });
  }
}

// The staff side: a viewer for pictures, and shortcuts. Every page works without either, with mouse and tab key.
"use strict";

class Viewer extends HTMLElement {
  connectedCallback() {
    this.pictures = [...this.querySelectorAll(".viewer-picture")];
    this.state = this.pictures.map(() => ({ zoom: 1, x: 0, y: 0, turn: 0 }));
    this.light = 100;
    for (const part of this.querySelectorAll("[hidden]")) part.hidden = false;
    this.addEventListener("click", (event) => this.clicked(event));
    this.querySelector("[data-do=light]").addEventListener("input", (event) => { this.light = event.target.value; this.draw(); });
    for (const picture of this.pictures) this.listen(picture.querySelector(".viewer-stage"));
    new ResizeObserver(() => this.draw()).observe(this);
    this.pick(1);
  }

  get stage() { return this.pictures[this.picked].querySelector(".viewer-stage"); }

  listen(stage) {
    stage.addEventListener("wheel", (event) => {
      // At its whole size the picture lets the page scroll on.
      if (event.deltaY > 0 && this.state[this.picked].zoom === 1) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event);
    }, { passive: false });
    stage.addEventListener("keydown", (event) => this.moved(event));
    stage.addEventListener("dblclick", (event) => this.zoom(2, event));
    stage.addEventListener("pointerdown", (event) => {
      if (this.state[this.picked].zoom === 1 || event.button !== 0) return;
      stage.setPointerCapture(event.pointerId);
      stage.onpointermove = (move) => this.move(move.movementX, move.movementY);
      stage.onpointerup = stage.onpointercancel = () => { stage.onpointermove = null; };
    });
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.pick) this.pick(Number(button.dataset.pick));
    else this.act(button.dataset.do);
  }

  act(what) {
    const state = this.state[this.picked];
    if (what === "in") this.zoom(1.5);
    if (what === "out") this.zoom(1 / 1.5);
    if (what === "turn") state.turn = (state.turn + 90) % 360;
    if (what === "reset") Object.assign(state, { zoom: 1, x: 0, y: 0 });
    if (what === "marks") {
      const shown = !this.classList.toggle("hide-marks");
      this.querySelector("[data-do=marks]").setAttribute("aria-pressed", String(shown));
    }
    this.draw();
  }

  moved(event) {
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    const step = steps[event.key];
    if (!step || this.state[this.picked].zoom === 1) return;
    event.preventDefault();
    this.move(...step);
  }

  move(x, y) {
    const state = this.state[this.picked];
    state.x += x;
    state.y += y;
    this.draw();
  }

  // Zoom so that what lies under the pointer (or the middle) stays where it is.
  zoom(factor, at) {
    const state = this.state[this.picked];
    const next = Math.min(12, Math.max(1, state.zoom * factor));
    const box = this.stage.getBoundingClientRect();
    const x = at ? at.clientX - box.left - box.width / 2 : 0;
    const y = at ? at.clientY - box.top - box.height / 2 : 0;
    state.x = x - (x - state.x) * (next / state.zoom);
    state.y = y - (y - state.y) * (next / state.zoom);
    state.zoom = next;
    this.draw();
  }

  pick(number) {
    if (!this.pictures[number - 1]) return;
    this.picked = number - 1;
    this.pictures.forEach((picture, index) => picture.classList.toggle("is-picked", index === this.picked));
    for (const button of this.querySelectorAll("[data-pick]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.pick) === number));
    }
    // Looking is recorded, so a picture is fetched when somebody looks at it and not before.
    const image = this.pictures[this.picked].querySelector("image[data-href]");
    if (image) {
      image.setAttribute("href", image.dataset.href);
      image.removeAttribute("data-href");
    }
    this.draw();
  }

  draw() {
    const state = this.state[this.picked];
    const stage = this.stage;
    const drawing = stage.querySelector(".viewer-drawing");
    const { clientWidth: width, clientHeight: height } = stage;
    const view = drawing.viewBox.baseVal;
    const shownWidth = Math.min(width, (height * view.width) / view.height);
    const shownHeight = (shownWidth * view.height) / view.width;
    const fit = state.turn % 180 ? Math.min(width / shownHeight, height / shownWidth) : 1;
    const reachX = (width * state.zoom) / 2;
    const reachY = (height * state.zoom) / 2;
    if (state.zoom === 1) state.x = state.y = 0;
    state.x = Math.min(reachX, Math.max(-reachX, state.x));
    state.y = Math.min(reachY, Math.max(-reachY, state.y));
    drawing.style.transform = `translate(${state.x}px, ${state.y}px) rotate(${state.turn}deg) scale(${state.zoom * fit})`;
    drawing.querySelector("image").style.filter = `brightness(${this.light}%)`;
    stage.classList.toggle("is-zoomed", state.zoom > 1);
    this.querySelector(".viewer-zoom").textContent = `${Math.round(state.zoom * 100)} %`;
  }
}
customElements.define("assay-viewer", Viewer);

(() => {
  const SWITCH = "assay.shortcuts";
  const dialog = document.getElementById("shortcuts");
  const isOn = () => localStorage.getItem(SWITCH) !== "off";

  function viewer(what) {
    const element = document.querySelector("assay-viewer");
    if (element) element[typeof what === "number" ? "pick" : "act"](what);
    return Boolean(element);
  }

  const keys = { "+": "in", "=": "in", "-": "out", 0: "reset", o: "turn", m: "marks" };

  function press(key) {
    if (key === "?") { dialog.showModal(); return true; }
    if (/^[1-9]$/.test(key)) return viewer(Number(key));
    if (keys[key]) return viewer(keys[key]);
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    if (target.type === "radio") target.focus();
    target.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      document.querySelector("[data-confirm]:not(:disabled)")?.click();
      return;
    }
    const writes = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox], [type=range])");
    if (writes || dialog.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "?" && !isOn()) return;
    if (press(event.key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shortcuts]")) dialog.showModal();
    if (event.target.closest("[data-close]")) dialog.close();
  });

  const toggle = document.getElementById("shortcuts-on");
  toggle.checked = isOn();
  toggle.addEventListener("change", () => localStorage.setItem(SWITCH, toggle.checked ? "on" : "off"));

  // What was changed has to be read again before it can be confirmed.
  document.addEventListener("change", (event) => {
    if (!event.target.closest("#decide-form")) return;
    const confirm = document.querySelector("[data-confirm]");
    if (confirm) confirm.disabled = true;
  });

  // A refusal is an answer to show, not an error to swallow.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 409) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  // Bring the letter into view where the column scrolls by itself, unless the person is still choosing reasons.
  document.addEventListener("htmx:afterSettle", (event) => {
    const column = document.querySelector(".case-decision");
    if (event.target.id !== "preview" || document.activeElement.closest(".reasons, textarea")) return;
    column.scrollTo({ top: column.scrollHeight });
  });
  // A tab nobody looks at does not ask for news.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[data-poll]") && document.hidden) event.preventDefault();
  });
})();

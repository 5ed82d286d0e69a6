// <assay-challenge>: the server draws the movements, this shows each at its second while the camera records them.
// What happens between Start and the end may be cancelled and begun again at any time, always with a new draw.

import { CameraProblem, closeCamera, openCamera, play } from "./camera.js";
import { Prompter } from "./prompter.js";
import { recordable, Recording } from "./recording.js";
import { Stages } from "./stages.js";
import { send, UploadProblem } from "./upload.js";

const SIZE = { width: 1280, height: 720 };

/** Something ended the recording before its time; `stage` says what to show. */
class Interrupted extends Error {
  constructor(stage) {
    super(stage);
    this.stage = stage;
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
// A page nobody looks at paints nothing; it must still notice that nobody looks.
const nextPaint = () => Promise.race([new Promise(requestAnimationFrame), pause(250)]);

function warnBeforeLeaving(event) {
  event.preventDefault();
}

class AssayChallenge extends Stages {
  #stream = null;
  #interrupted = "";
  #clip = null;
  #prompter = new Prompter(this);
  #lessMotion = matchMedia("(prefers-reduced-motion: reduce)");

  connectedCallback() {
    this.listen({ start: this.start, cancel: this.cancel, again: this.#sendAgain });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.#stream) this.#interrupted ||= "hidden";
    });
    // Whoever the light troubles ends it with one key.
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#stream) this.cancel();
    });
    this.#lessMotion.addEventListener("change", this.#showLight);
    this.#showLight();
    this.show(recordable() && navigator.mediaDevices?.getUserMedia ? "ready" : "absent");
  }

  disconnectedCallback() {
    this.#lessMotion.removeEventListener("change", this.#showLight);
    this.#close();
  }

  get #form() {
    return this.closest("form");
  }

  cancel() {
    this.#interrupted ||= "ready";
  }

  async start() {
    this.#interrupted = "";
    this.#clip = null;
    this.show("opening");
    try {
      this.#clip = await this.#record(await this.#draw());
    } catch (error) {
      this.#close();
      if (error instanceof Interrupted) this.show(error.stage);
      else if (error instanceof CameraProblem) this.show(error.kind);
      else if (error instanceof UploadProblem) this.#say(error, "draw-lost");
      else this.show("busy");
      return;
    }
    await this.#sendAgain();
  }

  /** Who asked for less motion is shown no light, and is told so before. */
  #showLight = () => {
    for (const part of this.querySelectorAll("[data-light]")) part.hidden = this.#lessMotion.matches;
    for (const part of this.querySelectorAll("[data-no-light]")) part.hidden = !this.#lessMotion.matches;
  };

  /** Ask for this recording's movements and colours; nobody knows them before. */
  async #draw() {
    const wishes = new FormData(this.#form);
    if (this.#lessMotion.matches) wishes.set("no_light", "on");
    let answer;
    try {
      answer = await fetch(this.getAttribute("draw"), {
        method: "POST",
        headers: { Accept: "application/json" },
        body: wishes,
      });
    } catch {
      throw new UploadProblem({ lost: true });
    }
    if (answer.redirected) window.location.assign(answer.url);
    const content = await answer.json().catch(() => ({}));
    if (!answer.ok || !content.prompts) throw new UploadProblem({ ...content, lost: !content.title });
    return content;
  }

  async #record(drawn) {
    const video = this.querySelector("video");
    this.#stream = await openCamera({ facing: "user", ...SIZE });
    this.#stream.getVideoTracks()[0].addEventListener("ended", () => (this.#interrupted ||= "gone"));
    this.show("recording");
    this.#prompter.say("centre");
    await play(video, this.#stream);
    await this.#countDown(Number(this.getAttribute("ready-seconds")));
    window.addEventListener("beforeunload", warnBeforeLeaving);
    try {
      const recording = await Recording.start(this.#stream, video);
      await this.#follow(recording, drawn);
      const capture = JSON.stringify(await recording.camera());
      return { film: await recording.stop(), name: recording.name, said: { capture, made_for: drawn.made_for } };
    } finally {
      this.#prompter.clear();
      window.removeEventListener("beforeunload", warnBeforeLeaving);
      this.#close();
    }
  }

  async #countDown(seconds) {
    for (let left = seconds; left > 0; left -= 1) {
      this.write("left", String(left));
      await this.#wait(1000);
    }
    this.write("left", "");
  }

  /** Show everything exactly in its seconds of the recording, frame by frame. */
  async #follow(recording, drawn) {
    const bar = this.querySelector("[data-recording-progress]");
    bar.max = drawn.seconds;
    this.#prompter.begin(drawn.prompts, drawn.flashes);
    while (recording.seconds < drawn.seconds) {
      this.#prompter.show(recording.seconds);
      bar.value = recording.seconds;
      await nextPaint();
      this.#stopIfInterrupted();
    }
  }

  /** Wait, unless something has ended the recording. */
  async #wait(milliseconds) {
    await pause(milliseconds);
    this.#stopIfInterrupted();
  }

  #stopIfInterrupted() {
    if (this.#interrupted) throw new Interrupted(this.#interrupted);
  }

  async #sendAgain() {
    const bar = this.querySelector("[data-upload-progress]");
    bar.value = 0;
    this.show("sending");
    try {
      const { film, name, said } = this.#clip;
      window.location.assign(await send(this.#form, film, name, (share) => (bar.value = share), said));
    } catch (error) {
      if (!(error instanceof UploadProblem)) throw error;
      this.#say(error, "lost");
    }
  }

  #say(problem, lostStage) {
    if (!problem.lost) this.write("problem", problem.words);
    this.show(problem.lost ? lostStage : "declined");
  }

  #close() {
    closeCamera(this.#stream);
    this.#stream = null;
  }
}

customElements.define("assay-challenge", AssayChallenge);

// <assay-challenge>: the server draws the movements, this shows each at its second while the camera records them.
// What happens between Start and the end may be cancelled and begun again at any time, always with a new draw.

import { CameraProblem, closeCamera, openCamera, play } from "./camera.js";
import { recordable, Recording } from "./recording.js";
import { Stages } from "./stages.js";
import { send, UploadProblem } from "./upload.js";

const TICK_MS = 100;
const SIZE = { width: 1280, height: 720 };

/** Something ended the recording before its time; `stage` says what to show. */
class Interrupted extends Error {
  constructor(stage) {
    super(stage);
    this.stage = stage;
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function warnBeforeLeaving(event) {
  event.preventDefault();
}

class AssayChallenge extends Stages {
  #stream = null;
  #interrupted = "";
  #clip = null;

  connectedCallback() {
    this.listen({ start: this.start, cancel: this.cancel, again: this.#sendAgain });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.#stream) this.#interrupted ||= "hidden";
    });
    this.show(recordable() && navigator.mediaDevices?.getUserMedia ? "ready" : "absent");
  }

  disconnectedCallback() {
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
      const { prompts, seconds } = await this.#draw();
      this.#clip = await this.#record(prompts, seconds);
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

  /** Ask for this recording's movements; nobody knows them before. */
  async #draw() {
    let answer;
    try {
      answer = await fetch(this.getAttribute("draw"), {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(this.#form),
      });
    } catch {
      throw new UploadProblem({ lost: true });
    }
    if (answer.redirected) window.location.assign(answer.url);
    const content = await answer.json().catch(() => ({}));
    if (!answer.ok || !content.prompts) throw new UploadProblem({ ...content, lost: !content.title });
    return content;
  }

  async #record(prompts, seconds) {
    const video = this.querySelector("video");
    this.#stream = await openCamera({ facing: "user", ...SIZE });
    this.#stream.getVideoTracks()[0].addEventListener("ended", () => (this.#interrupted ||= "gone"));
    this.show("recording");
    this.#prompt("centre");
    await play(video, this.#stream);
    await this.#countDown(Number(this.getAttribute("ready-seconds")));
    window.addEventListener("beforeunload", warnBeforeLeaving);
    try {
      const recording = await Recording.start(this.#stream, video);
      await this.#follow(recording, prompts, seconds);
      return { film: await recording.stop(), name: recording.name };
    } finally {
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

  /** Show each movement exactly in its seconds of the recording. */
  async #follow(recording, prompts, seconds) {
    const bar = this.querySelector("[data-recording-progress]");
    bar.max = seconds;
    while (recording.seconds < seconds) {
      const at = recording.seconds;
      const asked = prompts.find((prompt) => prompt.from_second <= at && at < prompt.to_second);
      this.#prompt(asked ? asked.gesture : at < prompts[0].from_second ? "straight" : "done");
      bar.value = at;
      await this.#wait(TICK_MS);
    }
  }

  /** Wait, unless something has ended the recording. */
  async #wait(milliseconds) {
    await pause(milliseconds);
    if (this.#interrupted) throw new Interrupted(this.#interrupted);
  }

  #prompt(name) {
    for (const part of this.querySelectorAll("[data-prompt]")) part.hidden = part.dataset.prompt !== name;
    const spoken = this.querySelector(`[data-prompt="${name}"] [data-spoken]`)?.textContent ?? "";
    const region = this.querySelector("[data-live]");
    if (region.textContent === spoken) return;
    region.textContent = spoken;
    // With closed eyes nobody reads: phones tell by a short buzz that the next movement is asked for.
    navigator.vibrate?.(80);
  }

  async #sendAgain() {
    const bar = this.querySelector("[data-upload-progress]");
    bar.value = 0;
    this.show("sending");
    try {
      window.location.assign(await send(this.#form, this.#clip.film, this.#clip.name, (share) => (bar.value = share)));
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

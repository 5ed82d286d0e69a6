// <assay-camera>: take a picture with the camera, look at it, send it. The form around it works without this script.

import { cameras, CameraProblem, closeCamera, openCamera, play, takePicture } from "./camera.js";
import { hintFor } from "./hints.js";
import { Stages } from "./stages.js";
import { send, UploadProblem } from "./upload.js";

const HINT_EVERY_MS = 700;
const SIZES = { environment: { width: 3840, height: 2160 }, user: { width: 1920, height: 1440 } };

class AssayCamera extends Stages {
  #stream = null;
  #playing = null;
  #picture = null;
  #deviceId = "";
  #hints = 0;

  connectedCallback() {
    this.listen({ open: this.open, shoot: this.shoot, use: this.use, close: this.close, other: this.other });
    this.form = this.closest("form");
    this.form.addEventListener("submit", (event) => this.#sendFile(event));
    this.show("closed");
  }

  disconnectedCallback() {
    this.#stop();
  }

  get #facing() {
    return this.getAttribute("facing");
  }

  async open() {
    this.#picture = null;
    this.show("opening");
    try {
      this.#stream = await openCamera({ facing: this.#facing, ...SIZES[this.#facing], deviceId: this.#deviceId });
      this.#stream.getVideoTracks()[0].addEventListener("ended", () => this.#lost());
      const video = this.querySelector("video");
      this.show("live");
      this.#playing = play(video, this.#stream);
      await this.#playing;
      const several = (await cameras()).length > 1;
      for (const button of this.querySelectorAll("[data-do=other]")) button.hidden = !several;
      if (this.#stream) this.#hints = setInterval(() => this.#showHint(hintFor(video)), HINT_EVERY_MS);
    } catch (error) {
      if (this.dataset.now === "closed") return; // closed before it had opened
      this.#stop();
      this.show(error instanceof CameraProblem ? error.kind : "busy");
    }
  }

  async other() {
    const ids = await cameras();
    const now = this.#stream?.getVideoTracks()[0]?.getSettings().deviceId;
    this.#deviceId = ids[(ids.indexOf(now) + 1) % ids.length];
    this.#stop();
    await this.open();
  }

  async shoot() {
    // The button may be pressed before the camera has shown anything.
    await this.#playing.catch(() => {});
    if (!this.#stream) return;
    this.#picture = await takePicture(this.querySelector("video"));
    this.#stop();
    const shown = this.querySelector("[data-taken]");
    URL.revokeObjectURL(shown.src);
    shown.src = URL.createObjectURL(this.#picture);
    this.show("taken");
  }

  close() {
    this.#stop();
    this.show("closed");
  }

  async use() {
    await this.#send(this.#picture, "camera.jpg");
  }

  #sendFile(event) {
    const file = this.form.querySelector("input[type=file]").files[0];
    event.preventDefault();
    this.#stop();
    if (file) this.#send(file, file.name);
    else this.show("empty");
  }

  async #send(file, name) {
    this.#picture = file;
    const bar = this.querySelector("progress");
    bar.value = 0;
    this.show("sending");
    try {
      window.location.assign(await send(this.form, file, name, (share) => (bar.value = share)));
    } catch (error) {
      if (!(error instanceof UploadProblem)) throw error;
      if (!error.lost) this.write("problem", error.words);
      this.show(error.lost ? "lost" : "declined");
    }
  }

  #lost() {
    this.#stop();
    this.show("busy");
  }

  #showHint(hint) {
    for (const words of this.querySelectorAll("[data-hint]")) {
      const shown = words.dataset.hint === hint;
      // Only a change is written, so that it is read out once.
      if (words.hidden === shown) words.hidden = !shown;
    }
  }

  #stop() {
    clearInterval(this.#hints);
    closeCamera(this.#stream);
    this.#stream = null;
  }
}

customElements.define("assay-camera", AssayCamera);

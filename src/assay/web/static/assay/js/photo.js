// A photo of a document's side or of a face: guide, take, look at it, send it. The form around it works without this script.

import { cameras, CameraProblem, closeCamera, openCamera, play, takePicture } from "./camera.js";
import { showWays, watchCamera } from "./camera-ways.js";
import { forget, keep, kept } from "./kept.js";
import { Sound } from "./sound.js";
import { Stages } from "./stages.js";
import { claimCamera } from "./tabs.js";
import { send, UploadProblem } from "./upload.js";
import { Wishes } from "./wishes.js";

const SIZES = { environment: { width: 3840, height: 2160 }, user: { width: 1920, height: 1440 } };
const HOLD = { environment: { ms: 1100, count: false }, user: { ms: 3000, count: true } };

export const begin = (root) => new Photo(root);

class Photo {
  #root;
  #form;
  #stages;
  #wishes;
  #sound;
  #stream = null;
  #guide = null;
  #playing = null;
  #picture = null;
  #deviceId = "";
  #release = () => {};
  #unwatch;

  constructor(root) {
    this.#root = root;
    this.#form = root.closest("form");
    this.#stages = new Stages(root);
    this.#wishes = new Wishes(root);
    this.#sound = new Sound(root, this.#wishes);
    this.#stages.listen({
      open: () => this.#open(),
      shoot: () => this.#shoot(),
      use: () => this.#send(this.#picture),
      close: () => this.#leave("closed"),
      other: () => this.#other(),
    });
    this.#form.addEventListener("submit", (event) => this.#sendFile(event));
    showWays(root);
    this.#unwatch = watchCamera(() => this.#stages.now, () => this.#open());
    this.#show("closed");
    this.#showKept();
  }

  end() {
    this.#unwatch();
    this.#stop();
    this.#sound.end();
  }

  get #facing() {
    return this.#root.getAttribute("facing");
  }

  #show(stage) {
    this.#stages.show(stage);
  }

  async #open() {
    this.#stop();
    this.#picture = null;
    this.#show("opening");
    try {
      const stream = await openCamera({ facing: this.#facing, ...SIZES[this.#facing], deviceId: this.#deviceId });
      // Closed before it had opened.
      if (this.#stages.now !== "opening") return closeCamera(stream);
      this.#stream = stream;
      stream.getVideoTracks()[0].addEventListener("ended", () => this.#leave("gone"));
      this.#release = claimCamera(() => this.#leave("elsewhere")) ?? this.#release;
      const video = this.#root.querySelector("video");
      this.#show("live");
      this.#playing = play(video, stream);
      await this.#playing;
      const several = (await cameras()).length > 1;
      for (const button of this.#root.querySelectorAll("[data-do=other]")) button.hidden = !several;
      await this.#watch(video);
    } catch (error) {
      if (!["opening", "live"].includes(this.#stages.now)) return;
      this.#leave(error instanceof CameraProblem ? error.kind : "busy");
    }
  }

  /** The guide comes when the camera is there: nobody waits for it. */
  async #watch(video) {
    const [{ Guide }, eye] = await Promise.all([import("./guide.js"), this.#eye(video)]);
    if (!this.#stream) return eye.end();
    this.#guide = new Guide(this.#root, eye, this.#sound, {
      ...HOLD[this.#facing],
      auto: () => this.#wishes.has("auto"),
      shoot: () => this.#shoot(),
    });
    this.#guide.start();
  }

  async #eye(video) {
    if (this.#facing === "environment") {
      const { DocumentGuide } = await import("./document-guide.js");
      return new DocumentGuide(video, this.#root.getAttribute("shape"));
    }
    const { FaceGuide } = await import("./face-guide.js");
    return new FaceGuide(video, { faces: this.#root.getAttribute("faces"), eyes: this.#root.getAttribute("eyes") });
  }

  async #other() {
    const ids = await cameras();
    const now = this.#stream?.getVideoTracks()[0]?.getSettings().deviceId;
    this.#deviceId = ids[(ids.indexOf(now) + 1) % ids.length];
    await this.#open();
  }

  async #shoot() {
    // The button may be pressed before the camera has shown anything.
    await this.#playing.catch(() => {});
    if (!this.#stream) return;
    const picture = await takePicture(this.#root.querySelector("video"));
    if (!this.#stream) return; // pressed while it was being taken by itself
    this.#sound.cue("shot");
    this.#stop();
    keep(this.#form, picture, "camera.jpg");
    await this.#showTaken(picture, false);
    this.#stages.say("taken");
  }

  async #showTaken(picture, before) {
    this.#picture = picture;
    const shown = this.#root.querySelector("[data-taken]");
    URL.revokeObjectURL(shown.src);
    shown.src = URL.createObjectURL(picture);
    // Its height has to be known before the page moves to the buttons below it.
    await shown.decode().catch(() => {});
    for (const words of this.#root.querySelectorAll("[data-kept]")) words.hidden = !before;
    this.#show("taken");
  }

  /** A photo that was taken before and not sent is still here. */
  async #showKept() {
    const before = await kept(this.#form);
    if (before && this.#stages.now === "closed") await this.#showTaken(before.blob, true);
  }

  #leave(stage) {
    this.#stop();
    this.#show(stage);
  }

  #sendFile(event) {
    const file = this.#form.querySelector("input[type=file]").files[0];
    event.preventDefault();
    this.#stop();
    if (file) this.#send(file, file.name);
    else this.#show("empty");
  }

  async #send(file, name = "camera.jpg") {
    this.#picture = file;
    const bar = this.#root.querySelector("progress");
    bar.value = 0;
    this.#show("sending");
    const waits = (offline) => {
      for (const words of this.#root.querySelectorAll("[data-waiting]")) words.hidden = !offline;
    };
    try {
      const next = await send(this.#form, file, name, (share) => (bar.value = share), {}, waits);
      await forget(this.#form);
      window.location.assign(next);
    } catch (error) {
      if (!(error instanceof UploadProblem)) throw error;
      if (!error.lost) {
        this.#stages.write("problem", error.words);
        // The same picture would be declined again.
        forget(this.#form);
      }
      this.#show(error.lost ? "lost" : "declined");
    } finally {
      waits(false);
    }
  }

  #stop() {
    this.#guide?.stop();
    this.#guide = null;
    closeCamera(this.#stream);
    this.#stream = null;
    this.#release();
    this.#release = () => {};
  }
}

// The short video: the server draws the movements, this shows each at its second while the camera records them.
// What happens between Start and the end may be cancelled and begun again at any time, always with a new draw.

import { CameraProblem, closeCamera, openCamera, play } from "./camera.js";
import { showWays, watchCamera } from "./camera-ways.js";
import { forget, keep, kept } from "./kept.js";
import { Prompter } from "./prompter.js";
import { recordable, Recording } from "./recording.js";
import { Sound } from "./sound.js";
import { Stages } from "./stages.js";
import { claimCamera } from "./tabs.js";
import { send, UploadProblem } from "./upload.js";
import { Wishes } from "./wishes.js";

const SIZE = { width: 1280, height: 720 };
const MORE_SECONDS = 20;

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

export const begin = (root) => new Challenge(root);

class Challenge {
  #root;
  #form;
  #stages;
  #sound;
  #prompter;
  #stream = null;
  #guide = null;
  #interrupted = "";
  #clip = null;
  #left = 0;
  #release = () => {};
  #over = new AbortController();
  #unwatch;
  #lessMotion = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(root) {
    const { signal } = this.#over;
    this.#root = root;
    this.#form = root.closest("form");
    this.#stages = new Stages(root);
    this.#sound = new Sound(root, new Wishes(root));
    this.#prompter = new Prompter(root, (words) => {
      this.#sound.cue("change");
      this.#sound.speak(words);
    });
    this.#stages.listen({
      start: () => this.#start(),
      cancel: () => this.#cancel(),
      more: () => this.#wantMore(),
      again: () => this.#send(),
      ready: () => this.#stages.show("ready"),
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.#stream) this.#interrupted ||= "hidden";
    }, { signal });
    // Whoever the light troubles ends it with one key.
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#stream) this.#cancel();
    }, { signal });
    this.#lessMotion.addEventListener("change", this.#showLight, { signal });
    this.#showLight();
    showWays(root);
    this.#unwatch = watchCamera(() => this.#stages.now, () => this.#start());
    this.#stages.show(this.#first());
    this.#showKept();
  }

  end() {
    this.#over.abort();
    this.#unwatch();
    this.#close();
    this.#sound.end();
  }

  #first() {
    if (!window.isSecureContext) return "insecure";
    return recordable() && navigator.mediaDevices?.getUserMedia ? "ready" : "unsupported";
  }

  #cancel() {
    this.#interrupted ||= "ready";
  }

  /** Nobody has to be ready in three seconds: more time as often as it is wanted. */
  #wantMore() {
    this.#left += MORE_SECONDS;
    this.#stages.write("left", String(this.#left));
    this.#stages.say("more");
  }

  async #start() {
    this.#interrupted = "";
    this.#clip = null;
    this.#stages.show("opening");
    try {
      this.#clip = await this.#record(await this.#draw());
    } catch (error) {
      this.#close();
      if (error instanceof Interrupted) this.#stages.show(error.stage);
      else if (error instanceof CameraProblem) this.#stages.show(error.kind);
      else if (error instanceof UploadProblem) this.#say(error, "draw-lost");
      else this.#stages.show("busy");
      return;
    }
    keep(this.#form, this.#clip.film, this.#clip.name, this.#clip.said);
    await this.#send();
  }

  /** A video that was recorded before and not sent is still here. */
  async #showKept() {
    const before = await kept(this.#form);
    if (!before || this.#stages.now !== "ready") return;
    this.#clip = { film: before.blob, name: before.name, said: before.said };
    this.#stages.show("kept");
  }

  /** Who asked for less motion is shown no light, and is told so before. */
  #showLight = () => {
    for (const part of this.#root.querySelectorAll("[data-light]")) part.hidden = this.#lessMotion.matches;
    for (const part of this.#root.querySelectorAll("[data-no-light]")) part.hidden = !this.#lessMotion.matches;
  };

  /** Ask for this recording's movements and colours; nobody knows them before. */
  async #draw() {
    const wishes = new FormData(this.#form);
    if (this.#lessMotion.matches) wishes.set("no_light", "on");
    let answer;
    try {
      answer = await fetch(this.#root.getAttribute("draw"), {
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
    const video = this.#root.querySelector("video");
    this.#stream = await openCamera({ facing: "user", ...SIZE });
    this.#stream.getVideoTracks()[0].addEventListener("ended", () => (this.#interrupted ||= "gone"));
    this.#release = claimCamera(() => (this.#interrupted ||= "elsewhere")) ?? this.#release;
    this.#stages.show("recording");
    this.#prompter.say("centre");
    await play(video, this.#stream);
    await this.#countDown(Number(this.#root.getAttribute("ready-seconds")), video);
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

  /** Time to get ready, with what the guide sees; then nothing may slow the recording down. */
  async #countDown(seconds, video) {
    this.#left = seconds;
    this.#showReady(true);
    if (seconds > 0) this.#watch(video);
    for (; this.#left > 0; this.#left -= 1) {
      this.#stages.write("left", String(this.#left));
      if (this.#left <= 3) this.#sound.cue("tick");
      await this.#wait(1000);
    }
    this.#stages.write("left", "");
    this.#endWatch();
  }

  #showReady(shown) {
    const more = this.#root.querySelector("[data-do=more]");
    if (!shown && document.activeElement === more) this.#root.querySelector("[data-do=cancel]").focus({ preventScroll: true });
    for (const part of this.#root.querySelectorAll("[data-getting-ready]")) part.hidden = !shown;
  }

  async #watch(video) {
    const [{ Guide }, { FaceGuide }] = await Promise.all([import("./guide.js"), import("./face-guide.js")]);
    if (!this.#stream || this.#left <= 0) return;
    const eye = new FaceGuide(video, { faces: this.#root.getAttribute("faces"), eyes: this.#root.getAttribute("eyes") });
    this.#guide = new Guide(this.#root, eye, this.#sound);
    this.#guide.start();
  }

  #endWatch() {
    this.#guide?.stop();
    this.#guide = null;
    this.#showReady(false);
  }

  /** Show everything exactly in its seconds of the recording, frame by frame. */
  async #follow(recording, drawn) {
    const bar = this.#root.querySelector("[data-recording-progress]");
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

  async #send() {
    const bar = this.#root.querySelector("[data-upload-progress]");
    bar.value = 0;
    this.#stages.show("sending");
    const waits = (offline) => {
      for (const words of this.#root.querySelectorAll("[data-waiting]")) words.hidden = !offline;
    };
    try {
      const { film, name, said } = this.#clip;
      const next = await send(this.#form, film, name, (share) => (bar.value = share), said, waits);
      await forget(this.#form);
      window.location.assign(next);
    } catch (error) {
      if (!(error instanceof UploadProblem)) throw error;
      // The same video would be declined again.
      if (!error.lost) forget(this.#form);
      this.#say(error, "lost");
    } finally {
      waits(false);
    }
  }

  #say(problem, lostStage) {
    if (!problem.lost) this.#stages.write("problem", problem.words);
    this.#stages.show(problem.lost ? lostStage : "declined");
  }

  #close() {
    this.#endWatch();
    closeCamera(this.#stream);
    this.#stream = null;
    this.#release();
    this.#release = () => {};
  }
}

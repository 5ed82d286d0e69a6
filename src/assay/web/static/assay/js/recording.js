// Records a stream from a known first frame on, for a known time.

import { nextFrame } from "./camera.js";

const TYPES = ["video/webm;codecs=vp8", "video/webm;codecs=vp9", "video/webm", "video/mp4;codecs=avc1.42E01E", "video/mp4"];
const BITS_PER_SECOND = 2_500_000;

/** The first type this browser can record, or nothing where it cannot record at all. */
export function recordable() {
  return globalThis.MediaRecorder ? TYPES.find((type) => MediaRecorder.isTypeSupported(type)) : undefined;
}

export class Recording {
  #recorder;
  #parts = [];
  #began = 0;

  /** Start; resolves when the first frame is in the recording. */
  static async start(stream, video) {
    const recording = new Recording();
    const type = recordable();
    recording.#recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND });
    recording.#recorder.addEventListener("dataavailable", (event) => recording.#parts.push(event.data));
    const started = new Promise((resolve) => recording.#recorder.addEventListener("start", resolve, { once: true }));
    recording.#recorder.start(1000);
    await started;
    await nextFrame(video);
    recording.#began = performance.now();
    return recording;
  }

  /** Seconds since the first recorded frame. */
  get seconds() {
    return (performance.now() - this.#began) / 1000;
  }

  get name() {
    return this.#recorder.mimeType.startsWith("video/mp4") ? "challenge.mp4" : "challenge.webm";
  }

  /** Stop, and return everything that was recorded. */
  stop() {
    return new Promise((resolve) => {
      const type = this.#recorder.mimeType.split(";")[0];
      this.#recorder.addEventListener("stop", () => resolve(new Blob(this.#parts, { type })), { once: true });
      if (this.#recorder.state === "inactive") resolve(new Blob(this.#parts, { type }));
      else this.#recorder.stop();
    });
  }
}

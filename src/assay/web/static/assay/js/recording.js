// Records a stream from a known first frame on, for a known time, and notes what the camera says of itself.

import { cameras, nextFrame } from "./camera.js";

const TYPES = ["video/webm;codecs=vp8", "video/webm;codecs=vp9", "video/webm", "video/mp4;codecs=avc1.42E01E", "video/mp4"];
const BITS_PER_SECOND = 2_500_000;
const MOST_FRAMES = 8000;

/** The first type this browser can record, or nothing where it cannot record at all. */
export function recordable() {
  return globalThis.MediaRecorder ? TYPES.find((type) => MediaRecorder.isTypeSupported(type)) : undefined;
}

export class Recording {
  #stream;
  #recorder;
  #parts = [];
  #began = 0;
  #frameSeconds = [];

  /** Start; resolves when the first frame is in the recording. */
  static async start(stream, video) {
    const recording = new Recording();
    const type = recordable();
    recording.#stream = stream;
    recording.#recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND });
    recording.#recorder.addEventListener("dataavailable", (event) => recording.#parts.push(event.data));
    const started = new Promise((resolve) => recording.#recorder.addEventListener("start", resolve, { once: true }));
    recording.#recorder.start(1000);
    await started;
    await nextFrame(video);
    recording.#began = performance.now();
    recording.#noteFrames(video);
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

  /** What the browser says of the camera. Ask while it still runs. The server trusts none of it, and looks for contradictions. */
  async camera() {
    const track = this.#stream.getVideoTracks()[0];
    const { width = 0, height = 0, frameRate = 0 } = track.getSettings();
    return {
      camera: track.label.slice(0, 1000),
      cameras: (await cameras()).length,
      width: Math.round(width),
      height: Math.round(height),
      frame_rate: frameRate,
      frame_seconds: this.#frameSeconds,
      automated: navigator.webdriver === true,
    };
  }

  #noteFrames(video) {
    if (!video.requestVideoFrameCallback) return;
    const note = (_, frame) => {
      if (this.#recorder.state === "inactive" || this.#frameSeconds.length >= MOST_FRAMES) return;
      const seconds = ((frame.captureTime ?? frame.presentationTime) - this.#began) / 1000;
      this.#frameSeconds.push(Math.round(seconds * 10_000) / 10_000);
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  }
}

// The part of a video that its box shows, as small pictures to measure: the same cut that `object-fit: cover` makes.

const pencil = (width, height) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "medium";
  return context;
};

export class View {
  #video;
  #small;
  #close = null;

  /** `width` and `height` are those of the small picture, in the proportions of the video's box. */
  constructor(video, width, height) {
    this.#video = video;
    this.#small = pencil(width, height);
  }

  /** The box's part of the video in its own pixels: left, top, width, height. */
  get #shown() {
    const { videoWidth: wide, videoHeight: high } = this.#video;
    const { width, height } = this.#small.canvas;
    const scale = Math.min(wide / width, high / height);
    return [(wide - width * scale) / 2, (high - height * scale) / 2, width * scale, height * scale];
  }

  /** What the box shows now, or null before the video shows anything. */
  small() {
    if (!this.#video.videoWidth) return null;
    const { width, height } = this.#small.canvas;
    this.#small.drawImage(this.#video, ...this.#shown, 0, 0, width, height);
    return this.#small.getImageData(0, 0, width, height);
  }

  /** The middle of a box of shares from near by: as if the box were `scale` pixels wide, but never enlarged. */
  near([left, top, right, bottom], scale) {
    const [x, y, wide, high] = this.#shown;
    const boxed = [x + left * wide, y + top * high, (right - left) * wide, (bottom - top) * high];
    const shrink = Math.min(1, scale / boxed[2]);
    this.#close ??= pencil(256, 160);
    const { width, height } = this.#close.canvas;
    const from = [Math.min(boxed[2], width / shrink), Math.min(boxed[3], height / shrink)];
    const to = from.map((side) => Math.max(1, Math.round(side * shrink)));
    this.#close.drawImage(this.#video, boxed[0] + (boxed[2] - from[0]) / 2, boxed[1] + (boxed[3] - from[1]) / 2, ...from, 0, 0, ...to);
    return this.#close.getImageData(0, 0, ...to);
  }
}

// What can be said about a live picture without a model: too dark, or burnt out by a reflection.

const SIDE = 160;
const DARK = 55;
const BURNT_OUT = 250;
const MOST_GLARE = 0.06;
const canvas = document.createElement("canvas");

/** Return "dark", "glare" or "" for the middle of a playing video, where the document or the face is. */
export function hintFor(video) {
  if (!video.videoWidth) return "";
  canvas.width = SIDE;
  canvas.height = Math.max(1, Math.round((SIDE * video.videoHeight) / video.videoWidth));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const x = Math.round(canvas.width * 0.15);
  const y = Math.round(canvas.height * 0.15);
  const { data } = context.getImageData(x, y, canvas.width - 2 * x, canvas.height - 2 * y);
  let sum = 0;
  let burnt = 0;
  for (let at = 0; at < data.length; at += 4) {
    const grey = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
    sum += grey;
    if (grey >= BURNT_OUT) burnt += 1;
  }
  const pixels = data.length / 4;
  if (sum / pixels < DARK) return "dark";
  return burnt / pixels > MOST_GLARE ? "glare" : "";
}

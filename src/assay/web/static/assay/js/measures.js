// What can be measured in a small picture without a model. Pictures are ImageData or grey pixels with their width and height;
// nothing here touches a page, so that it can be tried on drawn pictures.

/** A picture's pixels as grey, 0 to 255. */
export function greyOf({ data, width, height }) {
  const pixels = new Float32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) {
    pixels[at] = 0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2];
  }
  return { pixels, width, height };
}

/** Mean and spread of all pixels, and the share of those that are burnt out. */
export function lightOf({ pixels }) {
  const BURNT_OUT = 248;
  let sum = 0;
  let squares = 0;
  let burnt = 0;
  for (const value of pixels) {
    sum += value;
    squares += value * value;
    if (value >= BURNT_OUT) burnt += 1;
  }
  const mean = sum / pixels.length;
  return { mean, spread: Math.sqrt(Math.max(0, squares / pixels.length - mean * mean)), burnt: burnt / pixels.length };
}

/** How sharp the strongest edges are: their steepest step from pixel to pixel, as a share of the picture's contrast. */
export function sharpnessOf({ pixels, width, height }) {
  const STRONGEST = 0.98;
  const steps = new Uint32Array(256);
  const shades = new Uint32Array(256);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const across = Math.abs(pixels[at + 1] - pixels[at]);
      const down = Math.abs(pixels[at + width] - pixels[at]);
      steps[Math.min(255, Math.max(across, down)) | 0] += 1;
      shades[pixels[at] | 0] += 1;
    }
  }
  const contrast = place(shades, 0.98) - place(shades, 0.02);
  // Without contrast there is nothing that could be sharp.
  return contrast < 12 ? 0 : place(steps, STRONGEST) / contrast;
}

/** The value below which a share of a histogram's entries lies. */
function place(counts, share) {
  let left = share * counts.reduce((sum, count) => sum + count, 0);
  for (let value = 0; value < counts.length; value += 1) {
    left -= counts[value];
    if (left <= 0) return value;
  }
  return counts.length - 1;
}

/** How much two pictures of one size differ from pixel to pixel, on average, whatever the light does. */
export function differenceOf(one, other) {
  if (!one || !other || one.pixels.length !== other.pixels.length) return Infinity;
  const brighter = lightOf(one).mean - lightOf(other).mean;
  let sum = 0;
  for (let at = 0; at < one.pixels.length; at += 1) sum += Math.abs(one.pixels[at] - other.pixels[at] - brighter);
  return sum / one.pixels.length;
}

/** The part of a grey picture inside a box of shares: left, top, right, bottom. */
export function cut({ pixels, width, height }, [left, top, right, bottom]) {
  const x = Math.max(0, Math.floor(left * width));
  const y = Math.max(0, Math.floor(top * height));
  const wide = Math.max(1, Math.min(width, Math.ceil(right * width)) - x);
  const high = Math.max(1, Math.min(height, Math.ceil(bottom * height)) - y);
  const part = new Float32Array(wide * high);
  for (let row = 0; row < high; row += 1) {
    part.set(pixels.subarray((y + row) * width + x, (y + row) * width + x + wide), row * wide);
  }
  return { pixels: part, width: wide, height: high };
}

// Where is the document? Four nearly straight edges that form a rectangle of a document's shape, in a small grey picture.

// A card (ID-1) is 1.586 times as wide as high, a passport's page 1.42; held askew they look a little other than that.
const SHAPES = { card: 1.586, page: 1.42 };
const SHAPE_TOLERANCE = 0.24;
const LEAST_STEP = 16;
const LEAST_WIDTH = 0.3;
const LINES_KEPT = 7;
const LEAST_COVER = 0.42;
const LEAST_MEAN_COVER = 0.62;
// How far a side may lean, in pixels of its other direction for each of its own.
const MOST_LEAN = 0.24;

/**
 * Find a document. Returns null, or its `corners` from top left clockwise as shares of the picture, `whole` (false when it goes
 * on beyond the picture) and `lean` (how far its upper edge is from level, 0 to 0.24).
 */
export function findDocument(grey, shape = "card") {
  const upright = edgesOf(grey);
  const flat = edgesOf(turned(grey));
  const columns = linesIn(upright);
  const rows = linesIn(flat);
  const found = bestOf(columns, rows, upright, flat, SHAPES[shape]);
  if (!found) return null;
  const { corners, whole } = found;
  const [start, end] = corners;
  return {
    corners: corners.map(([x, y]) => [x / grey.width, y / grey.height]),
    whole: whole && corners.every(([x, y]) => x >= 1 && y >= 1 && x <= grey.width - 2 && y <= grey.height - 2),
    lean: Math.abs((end[1] - start[1]) / (end[0] - start[0])),
  };
}

function turned({ pixels, width, height }) {
  const other = new Float32Array(pixels.length);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) other[x * height + y] = pixels[y * width + x];
  return { pixels: other, width: height, height: width };
}

/** Mark where a picture steps from dark to light (1) or back (-1) from left to right, one pixel either side of the steepest place. */
function edgesOf({ pixels, width, height }) {
  const steps = new Float32Array(pixels.length);
  const marks = new Int8Array(pixels.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const across =
        2 * (pixels[at + 1] - pixels[at - 1]) + pixels[at + 1 - width] - pixels[at - 1 - width] + pixels[at + 1 + width] - pixels[at - 1 + width];
      const down =
        2 * (pixels[at + width] - pixels[at - width]) + pixels[at + width - 1] - pixels[at - width - 1] + pixels[at + width + 1] - pixels[at - width + 1];
      if (Math.abs(across) > Math.abs(down)) steps[at] = across / 4;
    }
  }
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 2; x < width - 2; x += 1) {
      const at = y * width + x;
      const size = Math.abs(steps[at]);
      if (size < LEAST_STEP || size < Math.abs(steps[at - 1]) || size < Math.abs(steps[at + 1])) continue;
      marks.fill(Math.sign(steps[at]), at - 1, at + 2);
    }
  }
  return { marks, width, height };
}

/** How much of the line from (x0, y0) to (x1, y1) lies on steps of one direction, 0 to 1; and how much of it at its weaker half. */
function coverOf({ marks, width, height }, x0, y0, x1, y1) {
  const SAMPLES = 28;
  let up = 0;
  let down = 0;
  for (let n = 0; n < SAMPLES; n += 1) {
    const share = (n + 0.5) / SAMPLES;
    const x = Math.round(x0 + (x1 - x0) * share);
    const y = Math.round(y0 + (y1 - y0) * share);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    const mark = marks[y * width + x];
    if (mark > 0) up += 1;
    else if (mark < 0) down += 1;
  }
  return Math.max(up, down) / SAMPLES;
}

/** The likeliest upright lines, as their x at the top and at the bottom, spread over the width. */
function linesIn(edges) {
  const { width, height } = edges;
  const most = Math.round(MOST_LEAN * height);
  const best = new Map();
  for (let middle = 1; middle < width - 1; middle += 1) {
    for (let lean = -most; lean <= most; lean += 3) {
      const line = [middle - lean / 2, middle + lean / 2];
      const cover = coverOf(edges, line[0], 0, line[1], height - 1);
      const place = Math.round(middle / 4);
      if (cover > 0.25 && cover > (best.get(place)?.cover ?? 0)) best.set(place, { line, cover, middle });
    }
  }
  const ranked = [...best.values()].sort((one, other) => other.cover - one.cover);
  const left = ranked.filter(({ middle }) => middle < width * 0.55).slice(0, LINES_KEPT);
  const right = ranked.filter(({ middle }) => middle > width * 0.45).slice(0, LINES_KEPT);
  return { left, right };
}

function meet(column, row, width, height) {
  // x = c0 + (c1 - c0) y / H and y = r0 + (r1 - r0) x / W
  const c = (column[1] - column[0]) / (height - 1);
  const r = (row[1] - row[0]) / (width - 1);
  const x = (column[0] + c * row[0]) / (1 - c * r);
  return [x, row[0] + r * x];
}

function bestOf(columns, rows, upright, flat, shape) {
  const { width, height } = upright;
  const rims = { left: [0, 0], right: [width - 1, width - 1], top: [0, 0], bottom: [height - 1, height - 1] };
  let best = null;
  const sides = {
    left: [...columns.left.map(({ line }) => line), rims.left],
    right: [...columns.right.map(({ line }) => line), rims.right],
    top: [...rows.left.map(({ line }) => line), rims.top],
    bottom: [...rows.right.map(({ line }) => line), rims.bottom],
  };
  for (const left of sides.left) for (const right of sides.right) for (const top of sides.top) for (const bottom of sides.bottom) {
    const rim = (left === rims.left) + (right === rims.right) + (top === rims.top) + (bottom === rims.bottom);
    // Two missing sides are a corner of something; what it is cannot be told, unless they are next to each other.
    if (rim > 2 || (left === rims.left && right === rims.right) || (top === rims.top && bottom === rims.bottom)) continue;
    const corners = [meet(left, top, width, height), meet(right, top, width, height), meet(right, bottom, width, height), meet(left, bottom, width, height)];
    const wide = corners[1][0] - corners[0][0];
    const high = corners[3][1] - corners[0][1];
    if (wide < LEAST_WIDTH * width || high < LEAST_WIDTH * 0.5 * height) continue;
    const ratio = wide / high / shape;
    if (!rim && Math.abs(Math.log(ratio)) > SHAPE_TOLERANCE) continue;
    const score = scoreOf(corners, { left, right, top, bottom }, rims, upright, flat);
    if (!score) continue;
    const misshapen = rim ? 0.25 : Math.abs(Math.log(ratio));
    const worth = score + (0.6 * wide * high) / (width * height) - misshapen - 0.35 * rim - 0.5 * goesOn(corners, upright, flat);
    if (!best || worth > best.worth) best = { worth, corners, whole: rim === 0 };
  }
  return best;
}

/** How much the sides go on beyond their corners, 0 to 1: those of a table or of a part of the document do. */
function goesOn([a, b, c, d], upright, flat) {
  const FAR = 0.15;
  const beyond = (edges, [x0, y0], [x1, y1]) => coverOf(edges, x1, y1, x1 + (x1 - x0) * FAR, y1 + (y1 - y0) * FAR);
  const turn = ([x, y]) => [y, x];
  const uprights = [[a, d], [d, a], [b, c], [c, b]].map(([from, to]) => beyond(upright, from, to));
  const flats = [[a, b], [b, a], [c, d], [d, c]].map(([from, to]) => beyond(flat, turn(from), turn(to)));
  return Math.max(...uprights, ...flats);
}

/** The mean cover of the sides that are really seen, or 0 when one of them is hardly there. */
function scoreOf([a, b, c, d], { left, right, top, bottom }, rims, upright, flat) {
  const covers = [];
  if (left !== rims.left) covers.push(coverOf(upright, ...a, ...d));
  if (right !== rims.right) covers.push(coverOf(upright, ...b, ...c));
  if (top !== rims.top) covers.push(coverOf(flat, a[1], a[0], b[1], b[0]));
  if (bottom !== rims.bottom) covers.push(coverOf(flat, d[1], d[0], c[1], c[0]));
  if (Math.min(...covers) < LEAST_COVER) return 0;
  const mean = covers.reduce((sum, cover) => sum + cover, 0) / covers.length;
  return mean < LEAST_MEAN_COVER ? 0 : mean;
}

// Beside the page: looks for faces in the pictures it is sent, one answer for each.

import { FaceFinder } from "./face-network.js";

let finder = null;

self.addEventListener("message", async ({ data }) => {
  if (data.faces) {
    finder = await FaceFinder.load(data.faces, data.eyes).catch(() => null);
    self.postMessage({ ready: Boolean(finder) });
  } else {
    self.postMessage({ found: finder.find(data.picture) });
  }
});

// What a person has switched on or off on this device: checkboxes with data-wish, remembered from page to page.

const nameOf = (wish) => `assay.wish.${wish}`;

function remembered(wish) {
  try {
    return localStorage.getItem(nameOf(wish));
  } catch {
    return null; // a browser that remembers nothing
  }
}

export class Wishes {
  #boxes = new Map();

  constructor(root) {
    for (const box of root.querySelectorAll("[data-wish]")) {
      const said = remembered(box.dataset.wish);
      if (said !== null) box.checked = said === "on";
      this.#boxes.set(box.dataset.wish, box);
      box.addEventListener("change", () => {
        try {
          localStorage.setItem(nameOf(box.dataset.wish), box.checked ? "on" : "off");
        } catch {} // it holds for this page then
      });
    }
  }

  has(wish) {
    return this.#boxes.get(wish)?.checked ?? false;
  }
}

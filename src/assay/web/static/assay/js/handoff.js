// The computer's side of a hand-off: the time that is left, and a link to copy. What the phone does comes by htmx.

const started = new WeakMap();

function tick() {
  for (const place of document.querySelectorAll("[data-seconds]")) {
    if (!started.has(place)) started.set(place, performance.now());
    const left = Math.max(0, Number(place.dataset.seconds) - Math.floor((performance.now() - started.get(place)) / 1000));
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
}

function showCopy() {
  for (const button of document.querySelectorAll("[data-copy-link]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy-link]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copyLink).textContent.trim());
  button.querySelector("span").textContent = button.dataset.copied;
});

document.addEventListener("htmx:afterSwap", () => { showCopy(); tick(); });
showCopy();
tick();
setInterval(tick, 1000);

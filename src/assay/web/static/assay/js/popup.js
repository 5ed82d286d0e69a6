// Opens the window that says what is open for the customer, and remembers when they put it off: by button or by Escape.

const dialog = document.querySelector("[data-popup]");
const later = dialog?.querySelector("[data-popup-later]");

if (dialog && !document.querySelector("dialog[open]")) {
  later.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    fetch(later.action, { method: "POST", body: new FormData(later), redirect: "manual", keepalive: true });
  });
  dialog.showModal();
}

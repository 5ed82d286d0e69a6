// What every page does: focus the error summary, close menus, switch the colours, keep a button from being pressed twice.
(() => {
  "use strict";

  const root = document.documentElement;

  function switchTheme(form, theme) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-focus]")?.focus();

    // Without this script the form is sent and the page comes back in the other colours.
    for (const form of document.querySelectorAll("[data-theme-switch]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        switchTheme(form, event.submitter.value);
        fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), redirect: "manual" });
      });
    }

    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
        button.querySelector("span").textContent = button.dataset.copied;
      });
    }

    for (const button of document.querySelectorAll("[data-print]")) {
      button.addEventListener("click", () => window.print());
    }
  });

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A person who presses twice does not mean twice. The form is freed again when the page comes back from the browser's memory.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method.toLowerCase() !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    event.submitter?.classList.add("is-busy");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelector(".is-busy")?.classList.remove("is-busy");
    }
  });

  // A passkey that was cancelled or refused by the device: say so beside the button.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const place = document.querySelector("[data-passkey-error]");
    if (place) place.hidden = false;
  });
})();

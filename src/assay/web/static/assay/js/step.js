// A page of the way: what is typed is kept, other windows are told how far it has got, and going back shows what is so now.

import { forgetDrafts, keepDraft } from "./draft.js";
import { moved, onMoved } from "./tabs.js";

const notice = document.querySelector("[data-moved-on]");

function tell() {
  if (!notice.hidden) return;
  document.querySelector(".page-columns").before(notice);
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
}

for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);

// What is shown once more before it counts is saved.
if (document.querySelector("[data-draft-done]")) forgetDrafts("");

if (notice) {
  const { verification, state } = notice.dataset;
  onMoved(verification, state, tell);
  moved(verification, state);
  document.addEventListener("assay:moved-on", tell);
}

// A form that was sent and answered on the same page is not sent again by a reload.
history.replaceState(history.state, "", location.href);

// A page that comes back from the browser's memory may show an older state.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

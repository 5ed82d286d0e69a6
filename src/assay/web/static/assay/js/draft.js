// What was typed and not yet sent comes back after a reload or on the way back, in this window only.

const PREFIX = "assay draft ";

/** The window's memory; null where the browser gives a frame on another site none. */
function memory() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

const drafts = memory();

function keyOf(form) {
  return `${PREFIX}${document.body.dataset.account} ${new URL(form.action, location.href).pathname}`;
}

function typedIn(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));
}

/** Keep what is typed into a form, and put back what was typed into it on the same state. */
export function keepDraft(form) {
  if (!drafts) return;
  const key = keyOf(form);
  const seen = form.elements.seen?.value ?? "";
  const draft = JSON.parse(drafts.getItem(key) ?? "null");
  if (draft?.seen === seen) {
    for (const field of typedIn(form)) if (field.name in draft.typed) field.value = draft.typed[field.name];
  } else drafts.removeItem(key);
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(typedIn(form).map((field) => [field.name, field.value]));
    drafts.setItem(key, JSON.stringify({ seen, typed }));
  });
}

/** Forget every draft but those of an account; without one, all. */
export function forgetDrafts(account) {
  for (const key of Object.keys(drafts ?? {})) {
    const isOwn = account && key.startsWith(`${PREFIX}${account} `);
    if (key.startsWith(PREFIX) && !isOwn) drafts.removeItem(key);
  }
}

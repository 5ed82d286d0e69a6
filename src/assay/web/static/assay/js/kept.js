// Keeps a photo or clip that was taken and not yet sent: it survives a reload, a closed tab and an empty battery.
// One piece a page, for a day, in this browser only. Where the browser refuses its database, for as long as the page lives.

const DAY_MS = 24 * 60 * 60 * 1000;
const memory = new Map();

/** The page a form belongs to: one verification, one step. */
function pageOf(form) {
  return `${form.dataset.verification ?? ""} ${new URL(form.action, location.href).pathname}`;
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("assay", 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore("pieces", { keyPath: "page" }));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

/** Do one thing with the pieces; `undefined` where the browser keeps nothing for us. */
async function withPieces(mode, work) {
  let database;
  try {
    database = await opened();
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("pieces", mode);
      const request = work(transaction.objectStore("pieces"));
      transaction.addEventListener("complete", () => resolve(request.result));
      transaction.addEventListener("abort", () => reject(transaction.error));
    });
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

/** Keep what was taken; `said` are the fields that go with it. What was kept for the page before is gone. */
export async function keep(form, blob, name, said = {}) {
  const account = document.body.dataset.account ?? "";
  const piece = { page: pageOf(form), account, blob, name, said, at: Date.now() };
  memory.set(piece.page, piece);
  await withPieces("readwrite", (pieces) => pieces.put(piece));
}

/** What was taken on this page and not sent, or null. */
export async function kept(form) {
  const page = pageOf(form);
  const piece = (await withPieces("readonly", (pieces) => pieces.get(page))) ?? memory.get(page);
  if (!piece || Date.now() - piece.at > DAY_MS) return null;
  return { blob: piece.blob, name: piece.name, said: piece.said, at: piece.at };
}

export async function forget(form) {
  const page = pageOf(form);
  memory.delete(page);
  await withPieces("readwrite", (pieces) => pieces.delete(page));
}

/** Forget what is older than a day and what another account took; without an account, everything. */
export async function forgetOthers(account) {
  const pieces = (await withPieces("readonly", (stored) => stored.getAll())) ?? [];
  const gone = pieces.filter((piece) => piece.account !== account || Date.now() - piece.at > DAY_MS);
  for (const { page } of gone) {
    memory.delete(page);
    await withPieces("readwrite", (stored) => stored.delete(page));
  }
}

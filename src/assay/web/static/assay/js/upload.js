// Sends a file in parts, from wherever it had got to, for as long as it takes: a lost line or a reload loses nothing.

import { forget, keep } from "./kept.js";

// How long to wait before trying again; after the last one, while online, the person is asked.
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000];
const ANSWER_WITHIN_MS = 60_000;

/** Why an upload was not taken: the server's words, or none when the network failed (`lost`). */
export class UploadProblem extends Error {
  constructor({ title = "", detail = "", code = "", lost = false }) {
    super(title);
    this.words = [title, detail].filter(Boolean).join(" ");
    this.code = code;
    this.lost = lost;
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function digestOf(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function problemOf(answer) {
  const content = await answer.json().catch(() => ({}));
  return new UploadProblem({ ...content, lost: !content.title });
}

/** Wait until it makes sense to try again. `tries` counts what failed one after the other. */
async function untilBetter(tries) {
  const soon = pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length) - 1] * (0.8 + Math.random() * 0.4));
  if (navigator.onLine) return soon;
  return new Promise((resolve) => window.addEventListener("online", resolve, { once: true }));
}

class Upload {
  #form;
  #onWait;

  constructor(form, onWait) {
    this.#form = form;
    this.#onWait = onWait;
  }

  /** Ask once and again until the server answers. Only an answer that says no ends it. */
  async ask(address, options) {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#once(address, options).catch(() => null);
      if (answer?.status === 403 && (await this.#renewToken())) continue;
      if (answer && answer.status < 500 && answer.status !== 429) {
        this.#onWait(false);
        return answer.status === 401 ? this.#signIn(answer) : answer;
      }
      if (tries > PAUSES_MS.length && navigator.onLine) throw new UploadProblem({ lost: true });
      this.#onWait(true);
      await untilBetter(tries);
    }
  }

  #once(address, options) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.#token.value };
    return fetch(address, { ...options, headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  }

  get #token() {
    return this.#form.elements.csrfmiddlewaretoken;
  }

  /** Signing in again in another window makes this page's token worthless; the page has a new one, once. */
  async #renewToken() {
    const before = this.#token.value;
    const page = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!page?.ok || page.redirected || this.renewed) return false;
    this.renewed = true;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    this.#token.value = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value ?? before;
    return true;
  }

  /** The person signs in and comes back to this page, where the file is still kept. This page is over. */
  #signIn(answer) {
    window.location.assign(answer.headers.get("Location"));
    return new Promise(() => {});
  }
}

async function sendParts(upload, file, address, state, onProgress) {
  let { received } = state;
  while (received < file.size) {
    onProgress(received / file.size);
    const body = file.slice(received, received + state.part_bytes);
    const answer = await upload.ask(`${address}/${state.id}/${received}`, { method: "PUT", body });
    const offset = answer.headers.get("Upload-Offset");
    if (answer.ok) ({ received } = await answer.json());
    else if (offset !== null && Number(offset) !== received) received = Number(offset);
    else return answer;
  }
  onProgress(1);
  return null;
}

async function sendWhole(form, upload, file, more, onProgress) {
  const address = form.dataset.uploads;
  const fields = new FormData(form);
  fields.delete("file");
  for (const [field, value] of Object.entries(more)) fields.set(field, value);
  const { verification, kind } = form.dataset;
  const announced = new URLSearchParams({ verification, kind, size: file.size, sha256: await digestOf(file) });
  // What is gone on the server, after a day for instance, is begun once more.
  for (let again = 0; ; again += 1) {
    let answer = await upload.ask(address, { method: "POST", body: announced });
    if (!answer.ok) throw await problemOf(answer);
    const state = await answer.json();
    if (state.next) return state.next;
    answer = await sendParts(upload, file, address, state, onProgress);
    answer ??= await upload.ask(`${address}/${state.id}/finish`, { method: "POST", body: fields });
    if (answer.ok) return (await answer.json()).next;
    const problem = await problemOf(answer);
    const broken = ["evidence.upload.gone", "evidence.upload.altered", "evidence.upload.elsewhere"];
    if (again > 0 || !broken.includes(problem.code)) throw problem;
  }
}

/** Post the whole form at once, where the browser cannot name a file by its digest (a page without https). */
async function post(form, upload, file, name, more) {
  const fields = new FormData(form);
  for (const [field, value] of Object.entries(more)) fields.set(field, value);
  fields.set("file", file, name);
  const answer = await upload.ask(form.action, { method: "POST", body: fields });
  if (!answer.ok) throw await problemOf(answer);
  const isContent = answer.headers.get("Content-Type")?.startsWith("application/json");
  return isContent ? (await answer.json()).next : answer.url;
}

/**
 * Send a file with a form's fields; `more` are fields besides the form's own. Resolves to the address of the next page.
 * `onProgress` gets 0 to 1, `onWait` whether it waits for the line. The file is kept until it has arrived.
 */
export async function send(form, file, name, onProgress, more = {}, onWait = () => {}) {
  const upload = new Upload(form, onWait);
  await keep(form, file, name, more);
  const resumes = form.dataset.uploads && globalThis.crypto?.subtle;
  try {
    const next = await (resumes ? sendWhole(form, upload, file, more, onProgress) : post(form, upload, file, name, more));
    await forget(form);
    return next;
  } catch (error) {
    if (error.code === "verification.state.moved_on") document.dispatchEvent(new Event("assay:moved-on"));
    throw error;
  }
}

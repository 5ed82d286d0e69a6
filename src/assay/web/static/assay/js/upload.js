// Sends a form's fields and a file, telling how far it has got.

/** Why an upload was not taken: the server's words, or none when the network failed (`lost`). */
export class UploadProblem extends Error {
  constructor({ title = "", detail = "", lost = false }) {
    super(title);
    this.words = [title, detail].filter(Boolean).join(" ");
    this.lost = lost;
  }
}

function problemOf(request) {
  try {
    const { title, detail } = JSON.parse(request.responseText);
    return new UploadProblem({ title, detail });
  } catch {
    return new UploadProblem({ lost: true });
  }
}

/** Send; `onProgress` gets 0 to 1, `more` are fields besides the form's own. Resolves to the address of the next page. */
export function send(form, file, name, onProgress, more = {}) {
  const fields = new FormData(form);
  for (const [field, value] of Object.entries(more)) fields.set(field, value);
  fields.set("file", file, name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("error", () => reject(new UploadProblem({ lost: true })));
    request.addEventListener("load", () => {
      if (request.status >= 400) reject(problemOf(request));
      else if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) {
        resolve(JSON.parse(request.responseText).next);
      } else resolve(request.responseURL); // the step is somewhere else by now, or the person signed out
    });
    request.send(fields);
  });
}

// On the host's page: a frame from where this module came from, which is given the token and tells how it goes on.
// Events on the element: assay-ready, assay-step {step}, assay-submitted, assay-status {status}, assay-ended {reason}.

const origin = new URL(import.meta.url).origin;
const OPEN = ["draft", "action_required"];
const FINAL = ["approved", "rejected", "withdrawn"];

function frameFor(token) {
  const frame = document.createElement("iframe");
  frame.src = `${origin}/embed/frame/${encodeURIComponent(token.split(".")[0])}`;
  frame.allow = `camera ${origin}; fullscreen ${origin}`;
  frame.referrerPolicy = "origin";
  // Set by script, which a strict style policy allows; a style attribute it would not.
  Object.assign(frame.style, { display: "block", inlineSize: "100%", blockSize: "30rem", border: "0" });
  return frame;
}

export function embed(element) {
  const token = element.getAttribute("token");
  const frame = frameFor(token);
  const seen = { ready: false, step: "", status: "", ended: false };

  const tell = (name, detail = {}) => element.dispatchEvent(new CustomEvent(`assay-${name}`, { bubbles: true, detail }));

  function end(reason) {
    if (seen.ended) return;
    seen.ended = true;
    tell("ended", { reason });
  }

  function state({ step, status }) {
    if (!seen.ready) { seen.ready = true; tell("ready"); }
    const before = seen.status;
    if (step !== seen.step) { seen.step = step; tell("step", { step }); }
    if (status === before) return;
    seen.status = status;
    if (OPEN.includes(before) && !OPEN.includes(status) && status !== "withdrawn") tell("submitted");
    tell("status", { status });
    if (FINAL.includes(status)) end(status === "withdrawn" ? "closed" : "done");
  }

  const answers = {
    hello: () => frame.contentWindow.postMessage({ type: "token", token }, origin),
    title: ({ title }) => { frame.title = String(title); },
    height: ({ height }) => { if (Number.isFinite(height)) frame.style.blockSize = `${Math.min(Math.max(height, 120), 20000)}px`; },
    state,
    ended: ({ reason }) => end(reason === "expired" ? "expired" : "closed"),
  };

  function listen(event) {
    if (!frame.isConnected) { window.removeEventListener("message", listen); return; }
    if (event.origin !== origin || event.source !== frame.contentWindow || event.data?.assay !== 1) return;
    if (Object.hasOwn(answers, event.data.type)) answers[event.data.type](event.data);
  }

  window.addEventListener("message", listen);
  element.style.display = "block";
  element.replaceChildren(frame);
}

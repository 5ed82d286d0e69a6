// Inside the frame: tells the host's page how high this page is and where the verification stands. It learns nothing else.

const host = document.querySelector("meta[name=assay-host]").content;
const ended = document.querySelector("meta[name=assay-ended]");
const form = document.querySelector("form[data-take]");

function tell(message) {
  if (host && window.parent !== window) window.parent.postMessage({ assay: 1, ...message }, host);
}

function tellState(state) {
  const [step, status] = state.split(" ");
  if (status) tell({ type: "state", step, status });
}

const main = document.querySelector("main");
const tellHeight = () => tell({ type: "height", height: Math.ceil(main.getBoundingClientRect().bottom + window.scrollY) });
new ResizeObserver(tellHeight).observe(main);

tell({ type: "title", title: document.title });
tellState(document.querySelector("meta[name=assay-state]").content);
if (ended) tell({ type: "ended", reason: ended.content });

document.addEventListener("htmx:afterRequest", (event) => {
  tellState(event.detail.xhr?.getResponseHeader("X-Assay-State") ?? "");
});

if (form) {
  window.addEventListener("message", (event) => {
    if (event.origin !== host || event.source !== window.parent || event.data?.type !== "token") return;
    form.elements.token.value = String(event.data.token);
    form.submit();
  }, { once: false });
  tell({ type: "hello" });
}

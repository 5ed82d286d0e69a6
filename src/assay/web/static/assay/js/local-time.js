// Writes every <time data-local> in the reader's own time zone; without this script it stays in UTC.

const language = document.documentElement.lang || undefined;
const words = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

function localise(root) {
  for (const time of root.querySelectorAll("time[data-local]")) {
    time.textContent = words.format(new Date(time.dateTime));
  }
}

localise(document);
document.addEventListener("htmx:afterSwap", () => localise(document));

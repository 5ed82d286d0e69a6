// The invented shop writes down what the frame tells it.

const list = document.getElementById("events");

for (const name of ["ready", "step", "submitted", "status", "ended"]) {
  document.addEventListener(`assay-${name}`, (event) => {
    const line = document.createElement("li");
    line.textContent = [event.type, ...Object.values(event.detail)].join(" ");
    list.append(line);
  });
}

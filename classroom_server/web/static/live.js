// Says when the live link is lost, and leaves a part alone that did not change, so that typing in it is not lost.
"use strict";

const SILENCE_MILLISECONDS = 25000;
const lost = document.getElementById("live-lost");
const ended = document.getElementById("visit-ended");
let heardAt = Date.now();

function heard() {
  heardAt = Date.now();
  lost.hidden = true;
  document.body.dataset.live = "on";
}

function silent() {
  lost.hidden = !ended.hidden;
  document.body.dataset.live = "lost";
}

// What has been typed into a field is no attribute, so it does not make a difference here.
function says(markup) {
  const parsed = document.createElement("template");
  parsed.innerHTML = markup;
  return parsed.innerHTML.trim();
}

document.body.addEventListener("htmx:sseOpen", heard);
document.body.addEventListener("htmx:sseError", silent);
document.body.addEventListener("htmx:sseClose", () => {
  ended.hidden = false;
  silent();
});
document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
  heard();
  if (says(event.detail.data) === event.target.innerHTML.trim()) {
    event.preventDefault();
  }
});
setInterval(() => {
  if (Date.now() - heardAt > SILENCE_MILLISECONDS) {
    silent();
  }
}, 1000);

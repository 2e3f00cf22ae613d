// Says when the live link is lost, and leaves a part alone that did not change, so that typing in it is not lost.
"use strict";

const SILENCE_MILLISECONDS = 25000;
const lost = document.getElementById("live-lost");
const ended = document.getElementById("visit-ended");
const elsewhere = document.getElementById("elsewhere");
let heardAt = Date.now();

function heard() {
  heardAt = Date.now();
  lost.hidden = true;
  document.body.dataset.live = "on";
}

function silent() {
  lost.hidden = !ended.hidden || elsewhere.childElementCount > 0;
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
  const isElsewhere = elsewhere.childElementCount > 0;
  ended.hidden = isElsewhere;
  silent();
  lost.hidden = true;
});
// A form that somebody fills in is not drawn anew under their hands; what came meanwhile is shown when they leave it.
const FIELDS = "input:not([type=hidden]), select, textarea";
const held = new Map();

function isChanged(field) {
  return field.matches("select")
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.value !== field.defaultValue;
}

function isInUse(part) {
  const fields = [...part.querySelectorAll(FIELDS)];
  return part.querySelector("[data-in-use]") !== null
    || fields.some((field) => field === document.activeElement || isChanged(field));
}

document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
  heard();
  held.delete(event.target);
  if (says(event.detail.data) === event.target.innerHTML.trim()) {
    event.preventDefault();
  } else if (isInUse(event.target)) {
    held.set(event.target, event.detail.data);
    event.preventDefault();
  }
});
document.body.addEventListener("focusout", () => {
  setTimeout(() => {
    for (const [part, markup] of held) {
      if (!isInUse(part)) {
        held.delete(part);
        window.htmx.swap(part, markup, { swapStyle: "innerHTML" });
      }
    }
  });
});
setInterval(() => {
  if (Date.now() - heardAt > SILENCE_MILLISECONDS) {
    silent();
  }
}, 1000);

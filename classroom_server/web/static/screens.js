// Shows kiosks' screens while somebody looks at them: the open stream is the look, and learners are told as long.
"use strict";

const screens = document.querySelector("[data-screens]");
const button = document.getElementById("show-screens");
const pictures = new Map();
const newest = new Map();
let stream = null;

function place(kiosk) {
  const seat = document.querySelector(`[data-kiosk="${CSS.escape(kiosk)}"]`);
  const picture = pictures.get(kiosk);
  if (picture && seat && seat.dataset.condition === "signed_in") {
    if (picture.parentElement !== seat) {
      seat.querySelector(".screen")?.remove();
      seat.append(picture);
    }
  } else {
    picture?.remove();
  }
}

function forget(kiosk) {
  pictures.get(kiosk)?.remove();
  pictures.delete(kiosk);
}

async function show(kiosk, number) {
  const seat = document.querySelector(`[data-kiosk="${CSS.escape(kiosk)}"]`);
  const picture = new Image();
  newest.set(kiosk, picture);
  picture.className = "screen";
  picture.alt = seat?.dataset.kioskName ?? "";
  picture.dataset.testid = "screen-picture";
  picture.src = `${screens.dataset.screens}/kiosks/${kiosk}/screen?number=${number}`;
  const isThere = await picture.decode().then(() => true, () => false);
  if (stream === null || newest.get(kiosk) !== picture) {
    return;
  }
  forget(kiosk);
  if (isThere) {
    pictures.set(kiosk, picture);
    place(kiosk);
  }
}

function lookAway() {
  stream?.close();
  stream = null;
  [...pictures.keys()].forEach(forget);
  newest.clear();
}

function look() {
  const of = screens.dataset.of ? `/kiosks/${screens.dataset.of}/screen` : "/screens";
  stream = new EventSource(`${screens.dataset.screens}${of}/stream`);
  stream.addEventListener("screen", (event) => show(...event.data.split(" ")));
  stream.addEventListener("ended", () => press(false));
  // It asks again by itself; meanwhile what was seen may be old.
  stream.addEventListener("error", () => [...pictures.keys()].forEach(forget));
}

function isWanted() {
  return document.visibilityState === "visible" && (button === null || button.getAttribute("aria-pressed") === "true");
}

function follow() {
  if (!isWanted()) {
    lookAway();
  } else if (stream === null) {
    look();
  }
}

function press(isPressed) {
  button?.setAttribute("aria-pressed", String(isPressed));
  if (isPressed) {
    follow();
  } else {
    lookAway();
  }
}

if (screens !== null) {
  screens.hidden = false;
  button?.addEventListener("click", () => press(button.getAttribute("aria-pressed") !== "true"));
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", lookAway);
  window.addEventListener("pageshow", follow);
  document.body.addEventListener("htmx:sseMessage", () => [...pictures.keys()].forEach(place));
  follow();
}

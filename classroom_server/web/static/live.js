// Puts what the server sends into its place, leaves alone what did not change, and says when the live link is lost.
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

// At "/" is the room that this browser was in last. Another tab may be in another one by the time this one is loaded again.
if (location.pathname === "/") {
  history.replaceState(null, "", document.body.getAttribute("sse-connect").replace(/\/stream$/, ""));
}

document.body.addEventListener("htmx:sseOpen", heard);
document.body.addEventListener("htmx:sseError", silent);
document.body.addEventListener("htmx:sseClose", () => {
  const isElsewhere = elsewhere.childElementCount > 0;
  ended.hidden = isElsewhere;
  silent();
  lost.hidden = true;
});
// A form that somebody fills in, text that they marked, and what they are pressing are not drawn anew under their hands:
// a press on what is gone when it is let go does nothing. What came meanwhile is shown when they leave it.
const FIELDS = "input:not([type=hidden]), select, textarea";
const held = new Map();
let pressed = null;

function isChanged(field) {
  if (field.matches("[type=checkbox]")) {
    return field.checked !== field.defaultChecked;
  }
  return field.matches("select")
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.value !== field.defaultValue;
}

// What lies between the two ends of marked text keeps its mark whatever becomes of it.
function markedEnds() {
  const marked = document.getSelection();
  return marked.isCollapsed ? [] : [marked.anchorNode, marked.focusNode];
}

// A live part is marked where no part within it is. Who needs somebody is shown whatever is marked there.
export function isMarked(part) {
  return part.id !== "needs" && markedEnds().some((end) => {
    const within = end.nodeType === Node.ELEMENT_NODE ? end : end.parentElement;
    return within?.closest("[sse-swap]") === part;
  });
}

function isInUse(part) {
  const fields = [...part.querySelectorAll(FIELDS)];
  return isMarked(part) || part.contains(pressed) || part.querySelector("[data-in-use], [data-sending]") !== null
    || fields.some((field) => field === document.activeElement || isChanged(field));
}

// What stays keeps its element, so that focus, a press and a selection stay too.
function fit(shown, fresh) {
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.nodeValue !== fresh.nodeValue) {
      shown.nodeValue = fresh.nodeValue;
    }
    return;
  }
  if (shown.hasAttribute("sse-swap") && isMarked(shown)) {
    held.set(shown, fresh.innerHTML);
    return;
  }
  for (const name of shown.getAttributeNames()) {
    if (!fresh.hasAttribute(name)) {
      shown.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (shown.getAttribute(name) !== value) {
      shown.setAttribute(name, value);
    }
  }
  fitChildren(shown, fresh);
}

// What leads somewhere is itself only where it leads there still: else a press would land on another thing.
const LEADS = ["href", "action", "formaction"];

function isAlike(one, other) {
  return one !== null && one.nodeName === other.nodeName && !one.id && !other.id
    && (one.nodeType !== Node.ELEMENT_NODE
      || LEADS.every((name) => one.getAttribute(name) === other.getAttribute(name)));
}

function fitChildren(shown, fresh) {
  const known = new Map([...shown.children].filter(({ id }) => id).map((child) => [child.id, child]));
  const ids = new Set([...fresh.children].map(({ id }) => id));
  let at = shown.firstChild;
  for (const child of [...fresh.childNodes]) {
    while (at?.id && !ids.has(at.id)) {
      at = at.nextSibling;
      (at?.previousSibling ?? shown.lastChild).remove();
    }
    const isSame = (one) => (child.id ? one === known.get(child.id) : isAlike(one, child));
    if (at?.nodeType === Node.TEXT_NODE && !isSame(at) && isSame(at.nextSibling)) {
      // Blanks come and go.
      at = at.nextSibling;
      at.previousSibling.remove();
    }
    const same = child.id ? known.get(child.id) : (isAlike(at, child) ? at : undefined);
    if (same === undefined) {
      shown.insertBefore(child, at);
    } else {
      if (same === at) {
        at = at.nextSibling;
      } else {
        shown.insertBefore(same, at);
      }
      fit(same, child);
    }
  }
  while (at !== null) {
    const rest = at;
    at = at.nextSibling;
    // A picture of a screen is brought by another script, which also takes it away.
    if (!rest.classList?.contains("screen")) {
      rest.remove();
    }
  }
}

function show(part, markup) {
  const fresh = document.createElement("template");
  fresh.innerHTML = markup;
  const focused = document.activeElement;
  fitChildren(part, fresh.content);
  if (document.activeElement !== focused && focused?.id) {
    document.getElementById(focused.id)?.focus({ preventScroll: true });
  }
  window.htmx.process(part);
  age(part);
  window.htmx.trigger(part, "htmx:sseMessage");
}

// Who needs somebody is said once, when it is new: the list itself would be read out at every change.
function newNeeds(show) {
  const needs = () => [...document.querySelectorAll("[data-need]")].map((need) => need.dataset.need);
  const before = new Set(needs());
  show();
  const fresh = needs().filter((need) => !before.has(need));
  if (fresh.length > 0) {
    document.getElementById("needs-said").textContent = fresh.join(". ");
  }
}

// The server is the only clock: the browser only counts on from what it said last.
const clock = document.getElementById("clock");
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: "short" });
const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const NOW_SECONDS = 5;
const AGE_MILLISECONDS = 10000;
// From so much of a unit on, it is spoken of in that unit: "1 hr ago", not "52 min ago".
const ENOUGH = 0.85;
let serverAhead = 0;

function setClock(moment) {
  serverAhead = Date.parse(moment) - performance.now();
}

function ago(seconds) {
  if (seconds < NOW_SECONDS) {
    return clock.dataset.now;
  }
  const [unit, length] = UNITS.find(([, each]) => seconds >= ENOUGH * each) ?? ["second", 1];
  return relative.format(-Math.round(seconds / length), unit).replaceAll(".", "");
}

function age(part) {
  for (const time of clock === null ? [] : part.querySelectorAll("time[datetime]")) {
    const seconds = (performance.now() + serverAhead - Date.parse(time.dateTime)) / 1000;
    // A clock that was ahead wrote down what is later than now: the server has said when that was.
    const words = seconds <= -NOW_SECONDS ? time.textContent : ago(seconds);
    if (time.textContent !== words && !markedEnds().some((end) => time.contains(end))) {
      time.textContent = words;
    }
  }
}

if (clock !== null) {
  setClock(clock.dataset.at);
  setInterval(() => age(document.getElementById("main")), AGE_MILLISECONDS);
}

document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
  heard();
  if (event.defaultPrevented) {
    return; // The page's own script has put it into its place.
  }
  event.preventDefault();
  const { target, detail } = event;
  held.delete(target);
  if (target === clock) {
    setClock(detail.data);
  } else if (isInUse(target)) {
    held.set(target, detail.data);
  } else {
    newNeeds(() => show(target, detail.data));
  }
});
document.addEventListener("pointerdown", ({ target }) => {
  pressed = target;
}, { capture: true });
// Of a button that was let go where the browser hears nothing of it, the next move tells.
for (const moment of ["pointerup", "pointercancel", "pointermove"]) {
  document.addEventListener(moment, ({ buttons }) => {
    if (pressed !== null && buttons === 0) {
      pressed = null;
      document.dispatchEvent(new Event("let-go"));
    }
  }, { capture: true });
}
for (const moment of ["focusout", "selectionchange", "let-go"]) {
  document.addEventListener(moment, () => {
    setTimeout(() => {
      for (const [part, markup] of held) {
        if (!isInUse(part)) {
          held.delete(part);
          newNeeds(() => show(part, markup));
        }
      }
    });
  });
}
setInterval(() => {
  if (Date.now() - heardAt > SILENCE_MILLISECONDS) {
    silent();
  }
}, 1000);

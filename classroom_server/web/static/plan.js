// Moves kiosks in the seat plan by mouse and by keys. The server has the plan: each move is sent at once, and what is
// shown next is what it answers, with whatever a colleague has moved meanwhile.
import { hindrance } from "./forms.js";

const ANSWER_MILLISECONDS = 8000;
const NOBODY = "nobody";
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const said = document.getElementById("plan-said");
const signedOut = document.getElementById("signed-out");
// One after the other: keys are pressed faster than the server answers, and each move begins where the last one ended.
let last = Promise.resolve();
let carried = null;

const plan = () => document.getElementById("plan");
const tileOf = (id) => document.getElementById(id);
const seatAt = (row, column) => plan().querySelector(`td[data-row="${row}"][data-column="${column}"]`);
const kioskIn = (seat) => seat.querySelector(".plan-tile");

function say(text, isDone) {
  said.textContent = text;
  said.classList.toggle("done", isDone);
  said.classList.toggle("refused", !isDone);
}

function takeUp() {
  for (const tile of plan().querySelectorAll(".plan-tile")) {
    tile.draggable = true;
    tile.tabIndex = 0;
    tile.setAttribute("role", "button");
    tile.setAttribute("aria-describedby", "plan-help");
  }
  const help = document.getElementById("plan-help");
  if (help) {
    help.hidden = false;
  }
}

// Puts what the server answered in the place of the plan, and the focus back on what had it.
function show(answer, id) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  const next = page.getElementById("plan");
  if (!next) {
    say(page.querySelector("main")?.textContent.trim() || said.dataset.away, false);
    return;
  }
  const scrolled = plan().querySelector(".plan-scroll").scrollLeft;
  plan().replaceWith(document.adoptNode(next));
  plan().querySelector(".plan-scroll").scrollLeft = scrolled;
  takeUp();
  const notice = page.querySelector("[data-testid=notice]");
  if (notice) {
    say(notice.querySelector("p").textContent, notice.classList.contains("done"));
  }
  tileOf(id)?.focus();
}

async function send(id, fields) {
  const tile = tileOf(id);
  const form = plan().querySelector("form");
  plan().setAttribute("aria-busy", "true");
  try {
    const notice = await hindrance(form);
    signedOut.hidden = notice !== signedOut;
    if (notice !== null) {
      say(notice === signedOut ? said.dataset.out : said.dataset.away, false);
      return;
    }
    const token = new FormData(form);
    const body = new URLSearchParams({ ...fields, kiosk: tile.dataset.seen });
    for (const [name, value] of token) {
      if (form.elements[name].type === "hidden") {
        body.set(name, value);
      }
    }
    const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
    const answer = await fetch(plan().dataset.address, { method: "POST", body, cache: "no-store", signal });
    show(await answer.text(), id);
  } catch {
    say(said.dataset.away, false);
  } finally {
    plan().removeAttribute("aria-busy");
  }
}

function sendTo(id, seat) {
  const there = kioskIn(seat);
  if (there?.id === id) {
    return null;
  }
  const { row, column } = seat.dataset;
  return send(id, { row, column, there: there ? there.dataset.seen.split(":")[0] : NOBODY });
}

function step(id, [down, right], changesPlaces) {
  const from = tileOf(id).closest("td");
  let seat = from
    ? seatAt(Number(from.dataset.row) + down, Number(from.dataset.column) + right)
    : [...plan().querySelectorAll("td")].find((each) => !kioskIn(each));
  if (!seat) {
    say(said.dataset.edge, false);
    return null;
  }
  while (seat && kioskIn(seat) && !changesPlaces) {
    seat = seatAt(Number(seat.dataset.row) + down, Number(seat.dataset.column) + right);
  }
  if (!seat) {
    say(said.dataset.full, false);
    return null;
  }
  return sendTo(id, seat);
}

// What is to be done is looked at when it is its turn: the plan may be another by then.
function inTurn(id, act) {
  last = last.then(() => (tileOf(id) ? act() : null));
}

// What is under an event: some browsers name the letters themselves, and no element.
function under(event, selector) {
  const { target } = event;
  return (target instanceof Element ? target : target.parentElement)?.closest(selector) ?? null;
}

function choose(tile) {
  document.getElementById("seat-kiosk").value = tile.dataset.seen;
  document.getElementById("seat-row").focus();
}

// A screen reader presses without a mouse and without a key that the page hears, and a finger drags nothing.
document.addEventListener("click", (event) => {
  const tile = under(event, ".plan-tile");
  if (tile && (event.detail === 0 || event.pointerType === "touch")) {
    choose(tile);
  }
});

document.addEventListener("keydown", (event) => {
  const tile = under(event, ".plan-tile");
  if (!tile || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const { id } = tile;
  const isOut = event.key === "Delete" || event.key === "Backspace";
  if (event.key in STEPS) {
    const { key, shiftKey } = event;
    inTurn(id, () => step(id, STEPS[key], shiftKey));
  } else if (isOut && tile.closest("td")) {
    inTurn(id, () => send(id, { out: "yes" }));
  } else if (event.key === "Enter" || event.key === " ") {
    choose(tile);
  } else {
    return;
  }
  event.preventDefault();
});

function placeUnder(event) {
  return under(event, ".plan td, #plan-unseated");
}

function unmark() {
  plan().querySelector(".wanted")?.classList.remove("wanted");
}

document.addEventListener("dragstart", (event) => {
  const tile = under(event, ".plan-tile");
  carried = tile?.id ?? null;
  if (tile) {
    event.dataTransfer.effectAllowed = "move";
    // Firefox drags nothing that carries no data.
    event.dataTransfer.setData("text/plain", tile.textContent);
    tile.classList.add("carried");
  }
});
document.addEventListener("dragover", (event) => {
  const place = carried && placeUnder(event);
  unmark();
  if (place) {
    event.preventDefault();
    place.classList.add("wanted");
  }
});
document.addEventListener("drop", (event) => {
  const place = carried && placeUnder(event);
  if (!place) {
    return;
  }
  event.preventDefault();
  const id = carried;
  const { row, column } = place.dataset;
  inTurn(id, () => {
    const seat = row && seatAt(row, column);
    if (seat) {
      return sendTo(id, seat);
    }
    return tileOf(id).closest("td") ? send(id, { out: "yes" }) : null;
  });
});
document.addEventListener("dragend", () => {
  document.querySelector(".carried")?.classList.remove("carried");
  carried = null;
  unmark();
});

takeUp();

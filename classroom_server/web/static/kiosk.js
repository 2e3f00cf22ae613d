// Keeps what somebody reads on a kiosk's page where it is: new attempts come above it, and a program changes in place.
import { isMarked } from "./live.js";

function parsed(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

// An attempt is never changed, so one that is shown already stays as it is: open or closed, scrolled or marked.
function bringAttempts(part, fresh) {
  const [shown, brought] = [part, fresh].map((each) => each.querySelector(".steps"));
  if (!shown || !brought || shown.dataset.exercise !== brought.dataset.exercise) {
    return false;
  }
  for (const step of [...brought.children].reverse()) {
    if (!document.getElementById(step.id)) {
      shown.prepend(step);
    }
  }
  const counts = [part, fresh].map((each) => each.querySelector("[data-testid=attempts-count]"));
  counts[0].textContent = counts[1].textContent;
  return true;
}

// The boxes stay, and with them how far they are scrolled and where the keyboard is.
function bringProgram(part, fresh) {
  const [shown, brought] = [part, fresh].map((each) => [...each.querySelectorAll("pre.source")]);
  const names = [shown, brought].map((boxes) => boxes.map((box) => box.getAttribute("aria-label")).join("\n"));
  const facts = [part, fresh].map((each) => each.querySelector("[data-testid=code-facts]"));
  if (shown.length === 0 || names[0] !== names[1] || !facts[0] || !facts[1] || isMarked(part)) {
    return false;
  }
  facts[0].textContent = facts[1].textContent;
  shown.forEach((box, place) => {
    if (box.innerHTML !== brought[place].innerHTML) {
      box.replaceChildren(...brought[place].childNodes);
    }
  });
  return true;
}

function isRead(part) {
  const chosen = document.getSelection();
  const isChosen = chosen && !chosen.isCollapsed && chosen.containsNode(part, true);
  return isChosen || part.contains(document.activeElement) || part.matches(":hover");
}

// What cannot be brought in place, as when the learner leaves, waits until nobody reads what it would take away.
const waiting = new Map();

function letGo() {
  for (const [part, [markup, bring]] of waiting) {
    if (bring(part, parsed(markup))) {
      waiting.delete(part);
    } else if (!isRead(part)) {
      waiting.delete(part);
      window.htmx.swap(part, markup, { swapStyle: "innerHTML" });
    }
  }
}

for (const [id, bring] of [["kiosk-attempts", bringAttempts], ["kiosk-code", bringProgram]]) {
  const part = document.getElementById(id);
  part.addEventListener("htmx:sseBeforeMessage", (event) => {
    const markup = event.detail.data;
    waiting.delete(part);
    if (bring(part, parsed(markup))) {
      event.preventDefault();
    } else if (isRead(part)) {
      waiting.set(part, [markup, bring]);
      event.preventDefault();
    }
  });
}
for (const moment of ["focusout", "pointerover", "selectionchange"]) {
  document.addEventListener(moment, () => setTimeout(letGo));
}

// Sends a form only when the server answers: else the browser would put its own error page over what was typed.
"use strict";

const ANSWER_MILLISECONDS = 8000;
const away = document.getElementById("server-away");
const asked = new WeakSet();

async function answers() {
  try {
    const request = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(ANSWER_MILLISECONDS) };
    return (await fetch("/static/icon.svg", request)).ok;
  } catch {
    return false;
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") {
    return;
  }
  if (asked.delete(form)) {
    // It goes now, and a second press may follow when the page is still here.
    return;
  }
  event.preventDefault();
  if (form.dataset.sending) {
    return;
  }
  form.dataset.sending = "yes";
  const button = event.submitter;
  away.hidden = await answers();
  delete form.dataset.sending;
  if (away.hidden) {
    if (!form.isConnected) {
      // The room was drawn anew while we asked. What was pressed is done all the same; a form that is nowhere sends nothing.
      form.hidden = true;
      document.body.append(form);
    }
    asked.add(form);
    form.requestSubmit(button);
  }
});

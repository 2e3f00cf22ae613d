// Sends a form only when the server answers: else the browser would put its own error page over what was typed.
const ANSWER_MILLISECONDS = 8000;
const SENT_MILLISECONDS = 8000;
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

// A page that comes back from where the browser kept it was not sent.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sending;
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") {
    return;
  }
  if (asked.delete(form)) {
    // It goes now. A second press would be another one, whose answer would be shown instead of the first one's.
    form.dataset.sending = "yes";
    setTimeout(() => delete form.dataset.sending, SENT_MILLISECONDS);
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

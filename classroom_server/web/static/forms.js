// Sends a form only when the server answers and the visit goes on: else another page would come over what was typed.
const ANSWER_MILLISECONDS = 8000;
const SENT_MILLISECONDS = 8000;
const away = document.getElementById("server-away");
const signedOut = document.getElementById("signed-out");
const asked = new WeakSet();

// What keeps a form from being sent: the notice that says so, or null. Who signed in again meanwhile, in another tab,
// has another visit, and the form goes as one of that.
export async function hindrance(form) {
  try {
    const answer = await fetch("/visit", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MILLISECONDS) });
    if (!answer.ok) {
      return away;
    }
    const visit = await answer.json();
    if (signedOut === null) {
      return null;
    }
    if (visit.account !== document.body.dataset.account) {
      return signedOut;
    }
    form.querySelector("input[name=form_token]").value = visit.form_token;
    return null;
  } catch {
    return away;
  }
}

// What a form was answered with is in the history as a form that was sent, and no browser keeps it: whoever comes back
// to it finds the page that the form is on, and not the browser's question whether to send it again.
const { instead } = document.body.dataset;
if (instead) {
  history.replaceState(null, "", instead);
}

// A page that comes back from where the browser kept it was not sent.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sending;
  }
});

// A browser presses a form's first button for whoever presses Enter on a tick: that would ask a room for something.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(".asking [type=checkbox]")) {
    event.preventDefault();
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
  const notice = await hindrance(form);
  for (const each of [away, signedOut]) {
    each?.toggleAttribute("hidden", each !== notice);
  }
  delete form.dataset.sending;
  if (notice === null) {
    if (!form.isConnected) {
      // The room was drawn anew while we asked. What was pressed is done all the same; a form that is nowhere sends nothing.
      form.hidden = true;
      document.body.append(form);
    }
    if (button !== null && !button.isConnected) {
      // It stood elsewhere than its form, and was drawn anew.
      button.hidden = true;
      form.append(button);
    }
    asked.add(form);
    form.requestSubmit(button);
  }
});

// Everyone out: a key asks, and the same key again does it. Nothing is waited for before the server is told, and it is told
// again and again until it has heard.
const KEY = "F8";
const AGAIN_MILLISECONDS = 1000;
const dialog = document.getElementById("out");
const form = dialog?.querySelector("form");

function show(state, text = "") {
  dialog.dataset.state = state;
  document.getElementById("out-said").textContent = text;
  for (const part of dialog.querySelectorAll("[data-while]")) {
    part.hidden = !part.dataset.while.split(" ").includes(state);
  }
  if (document.activeElement === document.body || document.activeElement?.hidden) {
    document.getElementById("out-close").focus();
  }
}

function ask() {
  show("asks");
  if (!dialog.open) {
    dialog.showModal();
  }
}

function post() {
  return fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), cache: "no-store",
    headers: { accept: "application/json" } });
}

// Who signed in again in another tab has another visit, and the form is one of that.
async function renew() {
  const answer = await fetch("/visit", { cache: "no-store" });
  form.querySelector("input[name=form_token]").value = (await answer.json()).form_token ?? "";
}

// What became of it; null where the server did not answer.
async function told() {
  try {
    let answer = await post();
    if (answer.status === 403) {
      await renew();
      answer = await post();
    }
    if (answer.headers.get("content-type")?.startsWith("application/json")) {
      return { state: "said", text: (await answer.json()).text };
    }
    if (answer.status >= 500) {
      return null;
    }
    return { state: answer.redirected || answer.status === 403 ? "signed-out" : "refused" };
  } catch {
    return null;
  }
}

async function send() {
  show("tells");
  let outcome = await told();
  while (outcome === null && dialog.open) {
    show("away");
    await new Promise((resolve) => { setTimeout(resolve, AGAIN_MILLISECONDS); });
    outcome = dialog.open ? await told() : null;
  }
  if (outcome !== null) {
    show(outcome.state, outcome.text);
  }
}

if (dialog !== null) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== KEY || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    // A key that is held down is one press.
    if (event.repeat) {
      return;
    }
    if (!dialog.open) {
      ask();
    } else if (!form.querySelector(".main-action").hidden) {
      send();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#everyone-out")) {
      event.preventDefault();
      ask();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    send();
  });
  document.getElementById("out-close").addEventListener("click", () => dialog.close());
}

// Shows kiosks' screens while somebody looks at them: the open stream is the look, and learners are told as long.
const screens = document.querySelector("[data-screens]");
const screensButton = document.getElementById("show-screens");
const cannotLook = document.getElementById("cannot-look");
// A kiosk says what its picture is made of, and one of a thousand pieces holds a page for a third of a second. They are
// shown one by one, and after each the page rests so many times as long: whatever comes, it is there for its trainer.
const RESTS = 4;
const ANSWER_MILLISECONDS = 8000;
const AGAIN_MILLISECONDS = 3000;
const pictures = new Map();
const wanted = new Map();
let isShowing = false;
const newest = new Map();
let lookStream = null;
let timesAsked = 0;

function after(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds, false); });
}

function placeScreen(kiosk) {
  const seat = document.querySelector(`[data-kiosk="${CSS.escape(kiosk)}"]`);
  const picture = pictures.get(kiosk);
  if (picture && seat && seat.dataset.condition === "signed_in") {
    if (picture.parentElement !== seat) {
      seat.querySelector(".screen")?.remove();
      seat.append(picture);
    }
  } else {
    picture?.remove();
    if (!seat) {
      pictures.delete(kiosk); // It stands here no more: when it comes back, this is old.
    }
  }
}

function forgetScreen(kiosk) {
  pictures.get(kiosk)?.remove();
  pictures.delete(kiosk);
}

async function showScreen(kiosk, number) {
  const seat = document.querySelector(`[data-kiosk="${CSS.escape(kiosk)}"]`);
  const picture = new Image();
  // A browser does not ask twice for a picture of one address, though it may be there no more.
  timesAsked += 1;
  newest.set(kiosk, picture);
  picture.className = "screen";
  picture.alt = seat?.dataset.kioskName ?? "";
  picture.dataset.testid = "screen-picture";
  picture.src = `${screens.dataset.screens}/kiosks/${kiosk}/screen?number=${number}.${timesAsked}`;
  const isThere = await Promise.race([picture.decode().then(() => true, () => false), after(ANSWER_MILLISECONDS)]);
  if (lookStream === null || newest.get(kiosk) !== picture) {
    return;
  }
  forgetScreen(kiosk);
  if (isThere) {
    pictures.set(kiosk, picture);
    placeScreen(kiosk);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  }
}

// The longest that the page stood still meanwhile; what is waited for over the network is none of that.
async function longestHold(act) {
  let [longest, last, isDone] = [0, performance.now(), false];
  function tick() {
    const now = performance.now();
    [longest, last] = [Math.max(longest, now - last), now];
    if (!isDone) {
      setTimeout(tick);
    }
  }
  tick();
  await act();
  isDone = true;
  tick();
  return longest;
}

async function showWanted() {
  if (isShowing) {
    return;
  }
  isShowing = true;
  while (wanted.size > 0) {
    const [kiosk, number] = wanted.entries().next().value;
    wanted.delete(kiosk);
    await after(RESTS * await longestHold(() => showScreen(kiosk, number)));
  }
  isShowing = false;
}

function want(kiosk, number) {
  wanted.set(kiosk, number);
  showWanted();
}

function lookAway() {
  lookStream?.close();
  lookStream = null;
  [...pictures.keys()].forEach(forgetScreen);
  newest.clear();
  wanted.clear();
}

function look() {
  const of = screens.dataset.of ? `/kiosks/${screens.dataset.of}/screen` : "/screens";
  cannotLook.hidden = true;
  lookStream = new EventSource(`${screens.dataset.screens}${of}/stream`);
  lookStream.addEventListener("screen", (event) => want(...event.data.split(" ")));
  lookStream.addEventListener("ended", () => press(false));
  lookStream.addEventListener("unwritten", () => {
    press(false);
    cannotLook.hidden = false;
  });
  // It asks again by itself, but for one that was answered with a refusal; meanwhile what was seen may be old.
  lookStream.addEventListener("error", ({ target }) => {
    [...pictures.keys()].forEach(forgetScreen);
    if (target === lookStream && target.readyState === EventSource.CLOSED) {
      lookAway();
      setTimeout(followScreens, AGAIN_MILLISECONDS);
    }
  });
}

function isWanted() {
  const isPressed = screensButton === null || screensButton.getAttribute("aria-pressed") === "true";
  return isPressed && document.visibilityState === "visible";
}

function followScreens() {
  if (!isWanted()) {
    lookAway();
  } else if (lookStream === null) {
    look();
  }
}

function press(isPressed) {
  screensButton?.setAttribute("aria-pressed", String(isPressed));
  if (isPressed) {
    followScreens();
  } else {
    lookAway();
  }
}

if (screens !== null) {
  screens.hidden = false;
  screensButton?.addEventListener("click", () => press(screensButton.getAttribute("aria-pressed") !== "true"));
  document.addEventListener("visibilitychange", followScreens);
  window.addEventListener("pagehide", lookAway);
  window.addEventListener("pageshow", followScreens);
  // A tile that is drawn anew gets its screen back before anybody sees it without.
  new MutationObserver(() => [...pictures.keys()].forEach(placeScreen)).observe(document.getElementById("main"), {
    subtree: true,
    childList: true,
    attributeFilter: ["data-condition"],
  });
  followScreens();
}

// Keeps what is ticked in a list while its other pages are shown, in this tab; a slip that is made takes its tick away.
const TICKS = "outset-ticks";
const { account } = document.body.dataset;
const form = document.getElementById("ticks-form");
const boxes = form ? [...form.querySelectorAll("input[name=learner_ids]")] : [];
const ofPage = document.getElementById("tick-page");

function kept() {
  try {
    const ticks = JSON.parse(sessionStorage.getItem(TICKS));
    return new Set(ticks.account === account ? ticks.ids : []);
  } catch {
    return new Set();
  }
}

const ticked = kept();
// Whoever was faster than this script has ticked something: no browser puts a tick of these back by itself.
for (const box of boxes.filter((each) => each.checked)) {
  ticked.add(box.value);
}

function keep() {
  try {
    sessionStorage.setItem(TICKS, JSON.stringify({ account, ids: [...ticked] }));
  } catch {
    // A browser that keeps nothing: ticks count on this page, and the number says how many.
  }
}

function show() {
  const here = new Set(boxes.map((box) => box.value));
  const elsewhere = [...ticked].filter((id) => !here.has(id));
  for (const box of boxes) {
    box.checked = ticked.has(box.value);
  }
  const shown = boxes.filter((box) => box.checked).length;
  ofPage.checked = shown === boxes.length;
  ofPage.indeterminate = shown > 0 && shown < boxes.length;
  document.getElementById("more-ids").value = elsewhere.join(" ");
  document.getElementById("ticked").hidden = ticked.size === 0;
  document.getElementById("ticked-number").textContent = ticked.size;
  document.getElementById("ticked-elsewhere").hidden = elsewhere.length === 0;
  document.getElementById("ticked-elsewhere-number").textContent = elsewhere.length;
}

for (const slip of document.querySelectorAll(".slip")) {
  ticked.delete(slip.dataset.learner);
}
keep();

if (form) {
  ofPage.hidden = false;
  form.addEventListener("change", (event) => {
    const changed = event.target === ofPage ? boxes : boxes.filter((box) => box === event.target);
    for (const box of changed) {
      ticked[event.target.checked ? "add" : "delete"](box.value);
    }
    keep();
    show();
  });
  document.getElementById("untick").addEventListener("click", () => {
    ticked.clear();
    keep();
    show();
  });
  // Also when the page comes back from where the browser kept it.
  window.addEventListener("pageshow", show);
}

// Opens the place in the editor that an address names, such as
// `#:w:contentpath=body.<block>.questions.<question>.answer`. Wagtail's own script scrolls to what
// is in sight already; here what is folded up is opened, quizzes that wait outside the form are
// put into it, and the focus goes to where something is to be mended.

// How long the form is held in place while texts above it wake and grow.
const SETTLING = 2_000;
const EACH = 100;
const WRITTEN = 'input:not([type="hidden"]), select, textarea, .sleeping-text, [contenteditable="true"]';
const PRESSED = "button:not([data-comment-add])";

let settling = 0;

function placeIn(hash) {
  const at = hash.indexOf(":w:");
  return at === -1 ? "" : (new URLSearchParams(hash.slice(at + 3)).get("contentpath") ?? "");
}

// Fields of blocks have names that blocks deeper in it may have too: the nearest is meant.
function partOf(within, name) {
  const named = [...within.querySelectorAll(`[data-contentpath="${CSS.escape(name)}"]`)];
  const around = within.closest("[data-contentpath]");
  return named.find((one) => one.parentElement.closest("[data-contentpath]") === around) ?? null;
}

function unfold(element) {
  for (let panel = element.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  // The header of a block is within it: what is named is the block, so its own panel opens too.
  const own = element.querySelector(":scope > [data-panel] [data-panel-toggle]");
  if (own?.getAttribute("aria-expanded") === "false") own.click();
  const tab = element.closest('[role="tabpanel"][hidden]');
  if (tab) document.querySelector(`[role="tab"][aria-controls="${CSS.escape(tab.id)}"]`)?.click();
}

// As deep as there is something of this name: what was deleted since leaves what it stood in.
function open(place) {
  let here = document.querySelector("[data-edit-form]");
  let found = null;
  for (const name of here ? place.split(".") : []) {
    let next = partOf(here, name);
    if (!next && found) {
      here.querySelector(".quiz-closed button")?.click();
      next = partOf(here, name);
    }
    if (!next) break;
    here = found = next;
    unfold(here);
  }
  return found;
}

function isSeen(control) {
  return control.checkVisibility({ visibilityProperty: true }) && !control.disabled;
}

function controlIn(element) {
  const content = element.querySelector(":scope > [data-panel] > [data-panel-content]") ?? element;
  for (const kind of [WRITTEN, PRESSED]) {
    const control = [...content.querySelectorAll(kind)].find(isSeen);
    if (control) return control;
  }
  return null;
}

function show(element) {
  const isTall = element.getBoundingClientRect().height > window.innerHeight / 2;
  element.scrollIntoView({ behavior: "instant", block: isTall ? "start" : "center" });
}

function focusIn(element) {
  const control = controlIn(element);
  if (control) {
    control.focus({ preventScroll: true });
  } else {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }
}

function letGo() {
  clearInterval(settling);
}

function go() {
  const place = placeIn(window.location.hash);
  const element = place && open(place);
  if (!element) return;
  letGo();
  show(element);
  focusIn(element);
  const until = performance.now() + SETTLING;
  settling = setInterval(() => {
    show(element);
    if (performance.now() > until) letGo();
  }, EACH);
}

export function start() {
  for (const kind of ["wheel", "pointerdown", "keydown", "touchstart"]) {
    window.addEventListener(kind, letGo, { passive: true, capture: true });
  }
  window.addEventListener("hashchange", go);
  // After Wagtail's own script, which scrolls a tenth of a second after the page has loaded.
  const begin = () => setTimeout(go, 200);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
}

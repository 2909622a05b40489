// Rich-text editors that are not made before somebody comes near them: 120 at once take four
// seconds. Until then a text stands there as it reads, and its value in the hidden field of the
// form, untouched. Wagtail's own editor wakes where the text is.
import { readingOf } from "./editor-text-reading.js";

// Awake before it is scrolled into view.
const NEAR = "600px";

let nearness = null;
let commented = null;
const sleepers = new WeakMap();
const queue = new Set();
let isWaking = false;

function scroller() {
  const main = document.getElementById("main");
  const scrolls = main && /auto|scroll/.test(getComputedStyle(main).overflowY);
  return scrolls ? main : null;
}

// One after the other, with the browser's turn in between: typing must not wait for them all.
function wakeNext() {
  const [next] = queue;
  if (!next) {
    isWaking = false;
    return;
  }
  queue.delete(next);
  if (next.text.isConnected) next.wake();
  setTimeout(wakeNext, 0);
}

function onNearness(entries) {
  for (const { target, isIntersecting } of entries) {
    const sleeper = sleepers.get(target);
    if (!sleeper) continue;
    if (isIntersecting) queue.add(sleeper);
    else queue.delete(sleeper);
  }
  if (queue.size && !isWaking) {
    isWaking = true;
    setTimeout(wakeNext, 0);
  }
}

function watch(sleeper) {
  nearness ??= new IntersectionObserver(onNearness, { root: scroller(), rootMargin: NEAR });
  sleepers.set(sleeper.text, sleeper);
  nearness.observe(sleeper.text);
}

// Comments stand beside the words that they are about, which only Wagtail's editor marks.
// Asked once: a later comment begins in an editor that is awake.
function hasComments(input) {
  if (commented === null) {
    const fields = document.querySelectorAll('input[name^="comments-"][name$="-contentpath"]');
    commented = new Set([...fields].map((field) => field.value));
  }
  return commented.size > 0 && commented.has(window.comments?.getContentPath(input));
}

// Stands for one rich text: Wagtail's own bound widget answers wherever it needs no editor.
class SleepingText {
  constructor(bound, capabilities, options) {
    this.bound = bound;
    this.input = bound.input;
    bound.capabilities = new Map(capabilities);
    bound.options = options;
    this.text = this.makeText();
    if (hasComments(this.input)) this.wake();
    else watch(this);
  }

  makeText() {
    const text = document.createElement("div");
    text.className = "sleeping-text";
    // Reached by the Tab key like the editor that takes its place.
    text.tabIndex = 0;
    text.setAttribute("role", "textbox");
    text.setAttribute("aria-multiline", "true");
    text.append(readingOf(this.input.value));
    text.addEventListener("focus", () => this.focus());
    this.input.parentNode.append(text);
    return text;
  }

  get isAwake() {
    return this.bound.setDraftailOptions !== null;
  }

  wake() {
    if (this.isAwake) return;
    nearness?.unobserve(this.text);
    queue.delete(this);
    const options = this.bound.getFullOptions();
    const [, setOptions] = window.draftail.initEditor(`#${this.input.id}`, options, null);
    this.bound.setDraftailOptions = setOptions;
    this.text.remove();
  }

  getValue() {
    return this.bound.getValue();
  }

  getTextLabel(options) {
    return this.bound.getTextLabel(options);
  }

  setInvalid(isInvalid) {
    this.bound.setInvalid(isInvalid);
  }

  // The value is as good a state for a copy as the editor's own.
  getState() {
    return this.isAwake ? this.bound.getState() : this.input.value;
  }

  setState(state) {
    if (typeof state === "string") {
      this.input.value = state;
      if (!this.isAwake) this.text.replaceChildren(readingOf(state));
      return;
    }
    this.wake();
    this.bound.setState(state);
  }

  setCapabilityOptions(capability, options) {
    if (this.isAwake) {
      this.bound.setCapabilityOptions(capability, options);
    } else {
      const merged = Object.assign(this.bound.capabilities.get(capability) ?? {}, options);
      this.bound.capabilities.set(capability, merged);
    }
  }

  focus() {
    const wasAwake = this.isAwake;
    this.wake();
    // At once: whoever came by the Tab key types already.
    if (!wasAwake) this.input.draftailEditor?.focus();
    this.bound.focus();
  }
}

// Takes the place of Wagtail's widget for rich text in blocks.
export function register() {
  const Stock = window.draftail?.DraftailRichTextArea;
  if (!Stock || !("IntersectionObserver" in window)) return;

  class SleepingRichTextArea extends Stock {
    render(container, name, id, initialState, parentCapabilities, options = {}) {
      // What was split off or copied from an open editor is written on at once.
      if (typeof initialState !== "string") {
        return super.render(container, name, id, initialState, parentCapabilities, options);
      }
      const input = document.createElement("input");
      input.type = "hidden";
      input.id = id;
      input.name = name;
      for (const [key, value] of Object.entries(options.attributes ?? {})) {
        input.setAttribute(key, value);
      }
      input.value = initialState;
      container.append(input);
      const bound = this.getByName(name, container);
      return new SleepingText(bound, parentCapabilities, { ...this.options, ...options });
    }
  }

  window.telepath.register("wagtail.widgets.DraftailRichTextArea", SleepingRichTextArea);
}

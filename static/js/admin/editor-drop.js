// Files that are dropped onto a lesson, or chosen by a button, become blocks where they were
// dropped. Each is sent by itself, with its progress, and can be cancelled and tried again.
import { watch as watchChoosers } from "./editor-collection.js";
import { send } from "./editor-send.js";
import { UploadList } from "./editor-upload-list.js";

// How many are on their way at once; the others wait.
const AT_ONCE = 2;

function settings() {
  const element = document.getElementById("lesson-editor-data");
  return element ? JSON.parse(element.textContent) : null;
}

// The page that is being written, or the one that a new page will stand below.
function pageKey() {
  const match = /\/pages\/(?:(\d+)\/edit|add\/\w+\/\w+\/(\d+))/.exec(window.location.pathname);
  return match ? (match[1] ?? match[2]) : null;
}

function hasFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

class DropZone {
  constructor(stream, address, words) {
    this.stream = stream;
    this.element = stream.element;
    this.address = address;
    this.words = words;
    this.waiting = [];
    this.running = 0;
    this.before = null;
    this.addControls();
    this.listen();
  }

  addControls() {
    const bar = document.createElement("div");
    bar.className = "file-drop";
    this.input = document.createElement("input");
    Object.assign(this.input, { type: "file", multiple: true, hidden: true });
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button-secondary" });
    button.textContent = this.words.add;
    const hint = document.createElement("span");
    hint.className = "file-drop__hint";
    hint.textContent = this.words.hint;
    this.uploads = new UploadList(this.words);
    bar.append(button, this.input, hint, this.uploads.element);
    this.element.after(bar);
    button.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => {
      this.take([...this.input.files], this.stream.children.length);
      this.input.value = "";
    });
    // The field's own files must not be sent with the page.
    this.input.addEventListener("change", (event) => event.stopPropagation());
  }

  listen() {
    const area = this.element.parentElement;
    area.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      this.mark(this.indexAt(event.clientY));
    });
    area.addEventListener("dragleave", (event) => {
      if (!area.contains(event.relatedTarget)) this.mark(null);
    });
    area.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      const index = this.indexAt(event.clientY);
      this.mark(null);
      this.take([...event.dataTransfer.files], index);
    }, true);
  }

  // Before the first block whose middle is below the pointer.
  indexAt(y) {
    const { children } = this.stream;
    const found = children.findIndex((child) => {
      const box = child.element.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    return found < 0 ? children.length : found;
  }

  mark(index) {
    this.element.querySelectorAll(".file-drop-here").forEach((old) => {
      old.classList.remove("file-drop-here", "file-drop-here--after");
    });
    this.element.classList.toggle("file-drop-empty", index === 0 && !this.stream.children.length);
    if (index === null || !this.stream.children.length) return;
    const isLast = index >= this.stream.children.length;
    const block = this.stream.children[isLast ? index - 1 : index].element;
    block.classList.add("file-drop-here");
    block.classList.toggle("file-drop-here--after", isLast);
  }

  // Blocks keep the order of the files, whichever arrives first.
  take(files, index) {
    const anchor = this.stream.children[index] ?? null;
    const batch = { anchor, done: [] };
    files.forEach((file, place) => this.queue(file, batch, place));
  }

  queue(file, batch, place) {
    const entry = this.uploads.add(file);
    const job = { file, batch, place, entry, abort: null };
    entry.onCancel = () => this.cancel(job);
    entry.onRetry = () => {
      entry.wait();
      this.waiting.push(job);
      this.next();
    };
    this.waiting.push(job);
    this.next();
  }

  cancel(job) {
    job.abort?.abort();
    this.waiting = this.waiting.filter((other) => other !== job);
    job.entry.remove();
  }

  async next() {
    if (this.running >= AT_ONCE || !this.waiting.length) return;
    const job = this.waiting.shift();
    this.running += 1;
    job.abort = new AbortController();
    const answer = await send(this.address, job.file, {
      signal: job.abort.signal,
      onProgress: (share) => job.entry.progress(share),
      words: this.words,
    });
    this.running -= 1;
    if (answer.block) {
      this.insert(job, answer);
      job.entry.done();
    } else if (!answer.isCancelled) {
      job.entry.fail(answer.message, answer.mayRetry);
    }
    this.next();
  }

  insert({ batch, place }, { block, state }) {
    const { children } = this.stream;
    const later = batch.done.filter((one) => one.place > place);
    const next = later.sort((one, other) => one.place - other.place)[0]?.child ?? batch.anchor;
    const at = next ? children.indexOf(next) : -1;
    const index = at < 0 ? children.length : at;
    const value = window.telepath.unpack(state);
    const child = this.stream.insert(
      { type: block, value, id: crypto.randomUUID?.() ?? undefined },
      index,
      { animate: true },
    );
    batch.done.push({ place, child: child ?? this.stream.children[index] });
    const made = this.stream.children[index];
    if (block === "image") {
      made.block.setError({ blockErrors: { alt_text: { messages: [this.words.describe] } } });
    }
    // What watches the form for changes must see this one.
    made.element.dispatchEvent(new Event("change", { bubbles: true }));
    if (place === 0) made.element.scrollIntoView({ block: "nearest" });
  }
}

export function start() {
  const data = settings();
  const key = pageKey();
  if (!data || !key) return;
  const address = data.address.replace("/0/", `/${key}/`);
  // Wagtail tells of a block that is ready on the element that the block has just replaced, so
  // that nobody hears it: look at what comes into the page instead.
  const observer = new MutationObserver(() => look());
  const look = () => {
    const element = document.querySelector(".lesson-body");
    if (!element?.rootBlock) return;
    observer.disconnect();
    new DropZone(element.rootBlock, data.address.replace("/0/", `/${key}/`), data.words);
  };
  observer.observe(document.body, { childList: true, subtree: true });
  look();
}

// The files on their way, each with its progress, and what became of them: a list at the place.
class Entry {
  constructor(list, file, words) {
    this.list = list;
    this.words = words;
    this.onCancel = () => {};
    this.onRetry = () => {};
    this.element = document.createElement("li");
    this.element.className = "file-drop__file";
    this.name = document.createElement("span");
    this.name.className = "file-drop__name";
    this.name.textContent = file.name;
    this.name.dir = "auto";
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", words.progress.replace("%s", file.name));
    this.message = document.createElement("p");
    this.message.className = "file-drop__message";
    this.retry = this.button(() => this.onRetry());
    this.cancel = this.button(() => this.onCancel());
    this.label(this.retry, words.retry);
    this.element.append(this.name, this.bar, this.message, this.retry, this.cancel);
    this.wait();
  }

  button(act) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button-small button-secondary" });
    button.addEventListener("click", act);
    return button;
  }

  // Which file it is about, for those who come to the button alone.
  label(button, words) {
    button.textContent = words;
    button.setAttribute("aria-label", `${words}: ${this.name.textContent}`);
  }

  wait() {
    this.element.classList.remove("file-drop__file--refused");
    this.message.textContent = "";
    this.message.hidden = true;
    this.retry.hidden = true;
    this.bar.hidden = false;
    this.bar.value = 0;
    this.label(this.cancel, this.words.cancel);
  }

  progress(share) {
    // The server is still at work when the last byte has gone.
    if (share >= 1) this.bar.removeAttribute("value");
    else this.bar.value = share;
  }

  fail(message, mayRetry) {
    this.element.classList.add("file-drop__file--refused");
    this.bar.hidden = true;
    this.message.textContent = message;
    this.message.hidden = false;
    this.retry.hidden = !mayRetry;
    this.label(this.cancel, this.words.dismiss);
    this.list.say(`${this.name.textContent}: ${message}`);
  }

  done() {
    this.list.say(this.words.done.replace("%s", this.name.textContent));
    this.remove();
  }

  remove() {
    this.element.remove();
    this.list.tidy();
  }
}

export class UploadList {
  constructor(words) {
    this.words = words;
    this.element = document.createElement("div");
    this.items = document.createElement("ul");
    this.items.className = "file-drop__files";
    this.items.hidden = true;
    // Read out by screen readers as it changes.
    this.status = document.createElement("p");
    this.status.className = "w-sr-only";
    this.status.setAttribute("role", "status");
    this.element.append(this.items, this.status);
  }

  add(file) {
    const entry = new Entry(this, file, this.words);
    this.items.append(entry.element);
    this.items.hidden = false;
    return entry;
  }

  say(words) {
    this.status.textContent = words;
  }

  tidy() {
    this.items.hidden = !this.items.children.length;
  }
}

// Good news passes by at the bottom. Without this script it stands as a note at the top of the
// page; errors always do.

const SECONDS = 6;

function region() {
  let found = document.querySelector(".toasts");
  if (!found) {
    found = document.createElement("div");
    found.className = "toasts";
    found.setAttribute("role", "status");
    document.body.append(found);
  }
  return found;
}

// Shows a note as a toast: its icon, one sentence, at most one action. It stays while the pointer
// or the focus is on it, and Escape sends it away.
export function showToast(note) {
  note.className = "toast";
  let timer;
  const leave = () => note.remove();
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, SECONDS * 1000);
  };
  const stay = () => clearTimeout(timer);
  note.addEventListener("pointerenter", stay);
  note.addEventListener("pointerleave", wait);
  note.addEventListener("focusin", stay);
  note.addEventListener("focusout", wait);
  note.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  region().append(note);
  wait();
}

// Screen readers speak what is added to a region, not what came with it.
region();
for (const note of document.querySelectorAll(".messages > [data-toast]")) {
  const list = note.parentElement;
  requestAnimationFrame(() => {
    showToast(note);
    if (!list.childElementCount) list.remove();
  });
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-show-toast]");
  if (!button) return;
  const template = document.getElementById(button.dataset.showToast);
  showToast(template.content.cloneNode(true).firstElementChild);
});

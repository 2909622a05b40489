// Moments in which Wagtail's autosave overlooks what was typed or gets in the way, closed here.
//
// It takes a form as untouched until two seconds after it was opened, and it takes for kept what
// the form holds when an autosave ends, not what was sent when it began. Whoever typed in either
// moment and then left would lose it without a question. In both cases the form is marked as
// changed, and Wagtail saves it half a second later as it does any other change.

// Milliseconds; then whatever is on its way is given up for lost.
const LONGEST_WAIT = 15_000;
const IGNORED = ["csrfmiddlewaretoken", "next", "overwrite_revision_id"];

function contentOf(data, updated = {}) {
  return [...data.entries()]
    .filter(([name, value]) => typeof value === "string" && !IGNORED.includes(name))
    .filter(([name]) => !name.startsWith("loaded_revision") && !name.startsWith("comments-"))
    .filter(([name]) => !(name in updated))
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}

function markAsChanged(form) {
  form.dataset.wUnsavedForceValue = "true";
}

// The first autosave makes a new page. Whoever saves by hand while it is on its way would make the
// page a second time, or be told that its address is taken: this waits until it has arrived.
function makeOnce(form) {
  let isOnItsWay = false;
  let waiting = null;

  const goOn = () => {
    isOnItsWay = false;
    if (!waiting) return;
    const { submitter, timer } = waiting;
    clearTimeout(timer);
    waiting = null;
    // Wagtail disables a pressed button, and the form says which one it was only by one that is not.
    if (submitter) submitter.disabled = false;
    form.requestSubmit(submitter);
  };

  form.addEventListener("w-autosave:save", () => {
    isOnItsWay = true;
  });
  document.addEventListener("w-autosave:success", goOn);
  document.addEventListener("w-autosave:error", goOn);
  form.addEventListener("submit", (event) => {
    if (!isOnItsWay || form.elements.namedItem("loaded_revision_id")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(waiting?.timer);
    waiting = { submitter: event.submitter, timer: setTimeout(goOn, LONGEST_WAIT) };
  }, true);
}

export function start() {
  const form = document.querySelector("[data-edit-form]");
  if (!form) return;
  makeOnce(form);

  let isWatched = false;
  let isTouched = false;
  // Before it: rich text takes over what is typed, so that no "input" follows there.
  for (const kind of ["beforeinput", "input"]) {
    form.addEventListener(kind, (event) => {
      if (event.isTrusted && !isWatched) isTouched = true;
    }, true);
  }
  form.addEventListener("w-unsaved:watch-edits", () => {
    if (isTouched && !isWatched) markAsChanged(form);
    isWatched = true;
  });

  let sent = null;
  let lastMarked = null;
  form.addEventListener("w-autosave:save", (event) => {
    sent = event.detail.formData;
  });
  // On the document: Wagtail's own listener stands on the form and has to be first.
  document.addEventListener("w-autosave:success", (event) => {
    if (event.target !== form || !sent) return;
    const updated = event.detail.response?.field_updates ?? {};
    const now = contentOf(new FormData(form), updated);
    // Something that never is as it was sent must not be sent for ever.
    if (now === contentOf(sent, updated) || now === lastMarked) return;
    lastMarked = now;
    markAsChanged(form);
  });
}

// Two moments in which Wagtail's autosave overlooks what was typed, closed here.
//
// It takes a form as untouched until two seconds after it was opened, and it takes for kept what
// the form holds when an autosave ends, not what was sent when it began. Whoever typed in either
// moment and then left would lose it without a question. In both cases the form is marked as
// changed, and Wagtail saves it half a second later as it does any other change.

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

export function start() {
  const form = document.querySelector("[data-edit-form]");
  if (!form) return;

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

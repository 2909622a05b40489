// A form that is on its way says so and is not sent twice; a password can be looked at.

// A form may also answer with a file, and then this page stays: its button comes back.
const BUSY_SECONDS = 8;

function rest(form, button) {
  delete form.dataset.busy;
  button?.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (button?.getAttribute("formmethod") === "dialog" || form.method !== "post") return;
  if (form.dataset.busy) {
    event.preventDefault();
    return;
  }
  form.dataset.busy = "1";
  button?.setAttribute("aria-busy", "true");
  setTimeout(() => rest(form, button), BUSY_SECONDS * 1000);
});

// Back by the browser's button: the page is as it was left, but nothing is under way.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-busy]")) {
    rest(form, form.querySelector("[aria-busy]"));
  }
});

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const use = button.querySelector("use");
  const labels = [button.getAttribute("aria-label"), button.dataset.revealHide];
  button.hidden = false;
  button.removeAttribute("aria-pressed");
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-label", labels[Number(shown)]);
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, shown ? "#eye-off" : "#eye"));
  });
  // Sent as a password whatever it was shown as: browsers then offer to keep it.
  field.form?.addEventListener("submit", () => (field.type = "password"));
}

// The course desk: its forms without loading the page anew, and dragging. Every act is a form that
// works without this; here it is sent in the background and the parts that changed are put in place.
import { startDragging } from "./desk-drag.js";

const desk = document.querySelector("[data-desk]");
const said = desk?.querySelector("[data-desk-said]");
let isBusy = false;

function say(message, isError = false) {
  said.classList.toggle("is-error", isError);
  // A message that is the same as the last one is not read out again, unless the region was empty.
  said.textContent = "";
  requestAnimationFrame(() => {
    said.textContent = message;
  });
}

function show(parts) {
  for (const [name, html] of Object.entries(parts)) {
    const place = desk.querySelector(`[data-desk-part="${name}"]`);
    if (place) place.innerHTML = html;
  }
}

// The same control where it is still usable, else what the server names.
function focusOn(id, fallback) {
  const control = id ? document.getElementById(id) : null;
  const target = control && !control.disabled ? control : document.getElementById(fallback);
  target?.focus();
}

// Text that somebody typed elsewhere on the desk survives the exchange of the outline.
function typedTexts(except) {
  const fields = desk.querySelectorAll("input[type=text][id]");
  return [...fields].filter((field) => field.value !== field.defaultValue && field !== except);
}

async function send(form, data, focused) {
  if (isBusy) return;
  isBusy = true;
  desk.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { "X-Desk": "1", "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      redirect: "manual",
    });
    const answer = await response.json();
    if (answer.location) {
      // Something is asked first, on a page of its own.
      window.location.assign(answer.location);
      return;
    }
    const own = form.querySelector("input[type=text]");
    const kept = typedTexts(response.ok ? own : null).map((field) => [field.id, field.value]);
    show(answer.parts);
    for (const [id, value] of kept) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
    focusOn(focused, answer.focus);
    say(answer.message, !response.ok);
  } catch {
    // Signed out meanwhile, or no connection: nothing is known to be saved.
    say(desk.dataset.failed, true);
  } finally {
    isBusy = false;
    desk.removeAttribute("aria-busy");
  }
}

function move(value) {
  const form = document.getElementById("desk-move");
  const data = new FormData(form);
  data.set("move", value);
  return send(form, data, null);
}

// Alt with an arrow, anywhere in a row but in a field: as its buttons, without the way to them.
function moveByKey(event) {
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!way || !event.altKey || event.target.matches("input, textarea, select")) return;
  const row = event.target.closest(".desk-row");
  const button = row?.querySelector(`[id^="${way}-"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

if (desk) {
  desk.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-desk-form]")) return;
    event.preventDefault();
    const pressed = event.submitter;
    const data = new FormData(form, pressed);
    const typed = form.querySelector("input[type=text]");
    const isNew = typed && form.matches(".desk-add");
    send(form, data, isNew ? typed.id : pressed?.id);
  });
  document.addEventListener("click", (event) => {
    for (const menu of desk.querySelectorAll("[data-desk-more][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  desk.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("[data-desk-more][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    moveByKey(event);
  });
  startDragging(desk, move);
}

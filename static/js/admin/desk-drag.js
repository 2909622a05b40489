// Dragging a chapter or lesson by its handle, with mouse, pen or finger. The keyboard has the
// buttons beside it. What is dropped becomes the same form that the buttons send.

// So near to the edge of the window, the page follows.
const EDGE = 72;
const STEP = 14;

function listsFor(desk, kind) {
  return [...desk.querySelectorAll(`[data-desk-list="${kind}"]`)];
}

function distance(y, box) {
  if (y < box.top) return box.top - y;
  return y > box.bottom ? y - box.bottom : 0;
}

// The list that is nearest, and the place in it: before the first row whose middle is below.
function placeAt(desk, kind, item, y) {
  let best = null;
  for (const list of listsFor(desk, kind)) {
    // An empty list has no height; its chapter has.
    const box = (list.closest("[data-desk-item]") ?? list).getBoundingClientRect();
    const far = distance(y, box);
    if (!best || far < best.far) best = { list, far };
  }
  const rows = [...best.list.children].filter((row) => row.matches("[data-desk-item]") && row !== item);
  let position = rows.findIndex((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  if (position < 0) position = rows.length;
  return { list: best.list, position, before: rows[position] ?? null };
}

export function startDragging(desk, move) {
  let drag = null;

  function follow() {
    if (!drag) return;
    if (drag.y < EDGE) window.scrollBy(0, -STEP);
    if (drag.y > window.innerHeight - EDGE) window.scrollBy(0, STEP);
    drag.place = placeAt(desk, drag.kind, drag.item, drag.y);
    drag.place.list.insertBefore(drag.gap, drag.place.before);
    requestAnimationFrame(follow);
  }

  function stop(isDropped) {
    if (!drag) return;
    const { item, gap, place, start } = drag;
    drag = null;
    gap.remove();
    item.classList.remove("is-dragged");
    desk.classList.remove("is-dragging", "is-dragging-chapter");
    if (!isDropped || !place) return;
    const value = `${item.dataset.page}:${place.list.dataset.parent}:${place.position}`;
    if (value !== start) move(value);
  }

  desk.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-desk-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const item = handle.closest("[data-desk-item]");
    const kind = item.dataset.deskItem;
    const list = item.parentElement;
    const gap = document.createElement("li");
    gap.className = "desk-gap";
    const at = [...list.children].indexOf(item);
    drag = { item, kind, gap, y: event.clientY, place: null };
    drag.start = `${item.dataset.page}:${list.dataset.parent}:${at}`;
    handle.setPointerCapture(event.pointerId);
    item.classList.add("is-dragged");
    desk.classList.add("is-dragging");
    desk.classList.toggle("is-dragging-chapter", kind === "chapter");
    requestAnimationFrame(follow);
  });
  desk.addEventListener("pointermove", (event) => {
    if (drag) drag.y = event.clientY;
  });
  desk.addEventListener("pointerup", (event) => {
    if (!drag) return;
    drag.y = event.clientY;
    drag.place = placeAt(desk, drag.kind, drag.item, drag.y);
    stop(true);
  });
  desk.addEventListener("pointercancel", () => stop(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop(false);
  });
}

// Light, dark or as the system: kept in this browser alone. Loaded before anything is drawn, so
// that no page flashes in the other scheme; hence the reading comes first and needs no page.

const KEY = "fledge-theme";
const root = document.documentElement;

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function apply(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
}

apply(kept());

function choose(theme) {
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows the choice on this page.
  }
  apply(theme);
}

addEventListener("DOMContentLoaded", () => {
  for (const group of document.querySelectorAll("[data-themes]")) {
    group.hidden = false;
    const chosen = group.querySelector(`input[value="${kept() ?? "system"}"]`);
    if (chosen) chosen.checked = true;
    group.addEventListener("change", (event) => choose(event.target.value));
  }
});

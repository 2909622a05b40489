// Menus are native details elements and work without this: here they also close as menus do.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

function menuAround(target) {
  return target instanceof Element ? target.closest("details.menu") : null;
}

document.addEventListener("click", (event) => closeMenus(menuAround(event.target)));

// Whoever tabs on has left the menu. Focus that goes nowhere (a click on plain ground) is no news.
document.addEventListener("focusin", (event) => closeMenus(menuAround(event.target)));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus(null);
  menu?.querySelector("summary")?.focus();
});

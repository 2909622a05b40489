// A link with data-dialog leads to a page that asks; with this script the question comes here.

document.addEventListener("click", (event) => {
  const opener = event.target instanceof Element && event.target.closest("[data-dialog]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
});

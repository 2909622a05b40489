// The button that copies code. It is hidden where there is no script, or no leave to copy.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const code = button.closest("figure")?.querySelector("pre");
  if (!code || !navigator.clipboard) continue;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    // Said aloud too: what changes inside of a live region is read out.
    button.textContent = button.dataset.copy;
    setTimeout(() => (button.textContent = label), 2000);
  });
}

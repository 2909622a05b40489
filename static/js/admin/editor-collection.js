// What is uploaded from a chooser goes into the course's own collection, unless its writer says
// otherwise: of several collections Wagtail would take the first.
const FORMS = "form:has(input[type=file]) select[name$=collection]";

let collection = null;

async function collectionOf(address) {
  collection ??= fetch(address, { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? response.json() : {}))
    .then((answer) => (answer.collection ? String(answer.collection) : ""))
    .catch(() => "");
  return collection;
}

async function choose(select, address) {
  select.dataset.isPreset = "true";
  select.addEventListener("change", () => {
    select.dataset.isChosen = "true";
  });
  const wanted = await collectionOf(address);
  const isThere = [...select.options].some((option) => option.value === wanted);
  if (isThere && !select.dataset.isChosen) select.value = wanted;
}

// A chooser comes empty and fills itself, again with every tab and page of its list.
function watchChooser(chooser, address) {
  const observer = new MutationObserver(() => {
    const select = chooser.querySelector(FORMS);
    if (select && !select.dataset.isPreset) choose(select, address);
  });
  observer.observe(chooser, { childList: true, subtree: true });
}

export function watch(address) {
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node instanceof Element && node.matches(".modal")) watchChooser(node, address);
      }
    }
  });
  observer.observe(document.body, { childList: true });
}

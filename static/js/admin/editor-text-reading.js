// Shows the stored value of a rich text as it reads, without an editor.
const TAGS = {
  "header-two": "h2",
  "header-three": "h3",
  "header-four": "h4",
  "unordered-list-item": "li",
  "ordered-list-item": "li",
  blockquote: "blockquote",
};
const STYLES = { BOLD: "strong", ITALIC: "em", CODE: "code" };

// Cuts the text where a style or a link begins or ends.
function piecesOf({ text, inlineStyleRanges = [], entityRanges = [] }, entities) {
  const letters = [...text].length === text.length ? text : null;
  const marks = [
    ...inlineStyleRanges.map((range) => ({ ...range, tag: STYLES[range.style] })),
    ...entityRanges
      .filter((range) => ["LINK", "DOCUMENT"].includes(entities[range.key]?.type))
      .map((range) => ({ ...range, tag: "u" })),
  ].filter((mark) => mark.tag);
  // Ranges count letters, not the halves of rare ones.
  const all = letters ?? [...text];
  const cuts = new Set([0, all.length]);
  for (const { offset, length } of marks) cuts.add(offset).add(offset + length);
  const sorted = [...cuts].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((from, at) => {
    const piece = all.slice(from, sorted[at + 1]);
    const tags = marks.filter((mark) => mark.offset <= from && from < mark.offset + mark.length);
    return { text: letters === null ? piece.join("") : piece, tags: tags.map(({ tag }) => tag) };
  });
}

function elementOf(block, entities) {
  const element = document.createElement(TAGS[block.type] ?? "p");
  if (block.type === "atomic") {
    element.append(document.createElement("hr"));
    return element;
  }
  for (const { text, tags } of piecesOf(block, entities)) {
    let node = document.createTextNode(text);
    for (const tag of tags) {
      const around = document.createElement(tag);
      around.append(node);
      node = around;
    }
    element.append(node);
  }
  return element;
}

export function readingOf(value) {
  const reading = document.createDocumentFragment();
  let content = null;
  try {
    content = JSON.parse(value);
  } catch {
    return reading;
  }
  let list = null;
  for (const block of content?.blocks ?? []) {
    const element = elementOf(block, content.entityMap ?? {});
    const kind = { "unordered-list-item": "ul", "ordered-list-item": "ol" }[block.type];
    if (!kind) {
      list = null;
      reading.append(element);
      continue;
    }
    if (list?.localName !== kind) {
      list = document.createElement(kind);
      reading.append(list);
    }
    list.append(element);
  }
  return reading;
}

// From a place in the page to a code point of the document's text. A piece says where it starts; what is shown as something
// else (a badge) says in data-n how many code points it stands for.

function points(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function pieceOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest("[data-start].piece") ?? null;
}

// Code points between the start of a piece and a boundary point in it.
function within(piece, node, offset) {
  let count = 0;
  let isFound = false;
  const walk = (current) => {
    if (isFound) return;
    if (current.nodeType === Node.TEXT_NODE) {
      if (current === node) {
        count += points(current.data.slice(0, offset));
        isFound = true;
      } else count += points(current.data);
      return;
    }
    const counted = current.dataset?.n;
    if (counted !== undefined) {
      if (current === node || current.contains(node)) isFound = true; // a badge is taken whole or not at all
      else count += Number(counted);
      return;
    }
    const children = [...current.childNodes];
    for (let index = 0; index < children.length && !isFound; index += 1) {
      if (current === node && index === offset) { isFound = true; return; }
      walk(children[index]);
    }
    if (current === node) isFound = true;
  };
  walk(piece);
  return count;
}

function pointOf(root, node, offset, isEnd) {
  const piece = pieceOf(node);
  if (piece && root.contains(piece)) return Number(piece.dataset.start) + within(piece, node, offset);
  // Between pieces: the boundary is the start of the child that follows, else the end of the last.
  if (node === root) {
    const next = root.children[offset];
    if (next?.dataset.start !== undefined) return Number(next.dataset.start);
  }
  const pieces = [...root.querySelectorAll(".piece")];
  if (!pieces.length) return null;
  const last = pieces[pieces.length - 1];
  const isBefore = Boolean(root.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING);
  if (isBefore && !root.contains(node)) return Number(pieces[0].dataset.start);
  return isEnd || !isBefore ? Number(last.dataset.start) + within(last, last, last.childNodes.length) : null;
}

// The span of a range, without white space at its ends; null when it holds no words of the text.
export function spanOf(root, range) {
  if (range.collapsed || !range.intersectsNode(root)) return null;
  let start = pointOf(root, range.startContainer, range.startOffset, false);
  let end = pointOf(root, range.endContainer, range.endOffset, true);
  if (start === null || end === null || end <= start) return null;
  const words = [...wordsOf(root, start, end)];
  while (words.length && /\s/u.test(words[0])) { words.shift(); start += 1; }
  while (words.length && /\s/u.test(words[words.length - 1])) { words.pop(); end -= 1; }
  return words.length ? { start, end, words: words.join("") } : null;
}

// The characters of the text between two code points, badges as U+FFFD.
export function wordsOf(root, start, end) {
  let found = "";
  for (const piece of root.querySelectorAll(".piece")) {
    const first = Number(piece.dataset.start);
    if (first >= end) break;
    const characters = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) characters.push(...node.data);
      else if (node.dataset?.n !== undefined) for (let n = 0; n < Number(node.dataset.n); n += 1) characters.push("\ufffd");
      else node.childNodes.forEach(walk);
    };
    walk(piece);
    if (first + characters.length > start) found += characters.slice(Math.max(0, start - first), Math.max(0, end - first)).join("");
  }
  return found;
}

// Boxes are compared with a tolerance: fonts draw a little above and below the line that they are given.
const NEAR = 0.75;
const BETWEEN_LINES = 4;

function described(element) {
  const name = element.id ? `#${element.id}` : element.className && typeof element.className === "string" ? `.${element.className.trim().replace(/\s+/g, ".")}` : "";
  return `${element.tagName.toLowerCase()}${name} "${element.textContent.trim().replace(/\s+/g, " ").slice(0, 50)}"`;
}
const seen = (element) => element.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true }) && !element.closest(".unseen");
const scrolls = (value) => value === "auto" || value === "scroll";
const cuts = (value) => value === "hidden" || value === "clip";

function block(element) {
  while (["inline", "contents"].includes(getComputedStyle(element).display)) element = element.parentElement;
  return element;
}
function texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || ["OPTION", "SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName) || !seen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
    found.push(...boxes.map((box) => ({ node, element, box })));
  }
  return found;
}
function outside(inner, outer, sides) {
  return sides.some((side) => (side === "left" || side === "top" ? outer[side] - inner[side] : inner[side] - outer[side]) > NEAR);
}
function beyondBlock(all) {
  return all.filter(({ element, box }) => outside(box, block(element).getBoundingClientRect(), ["left", "right"]) || box.top - block(element).getBoundingClientRect().bottom > NEAR)
    .map(({ element }) => `text leaves its box: ${described(element)}`);
}
function cutOff(all) {
  const found = [];
  for (const { element, box } of all) {
    for (let above = element; above && above !== document.documentElement; above = above.parentElement) {
      const style = getComputedStyle(above), frame = above.getBoundingClientRect();
      if (scrolls(style.overflowX) && scrolls(style.overflowY)) break;
      const wide = cuts(style.overflowX) && outside(box, frame, ["left", "right"]);
      const high = cuts(style.overflowY) && box.bottom - frame.bottom > BETWEEN_LINES;
      if (wide || high) { found.push(`text is cut: ${described(element)}`); break; }
      if (scrolls(style.overflowX)) break;
    }
  }
  return found;
}
function brokenWords(all) {
  const range = document.createRange();
  const found = [];
  for (const [node, element] of new Map(all.map(({ node, element }) => [node, element]))) {
    for (const word of element.closest(".path") ? [] : node.data.matchAll(/(?<!\S)\p{L}{2,20}(?=[,.;:)]?(?:\s|$))/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = [...range.getClientRects()].map((box) => box.top);
      if (Math.max(...tops) - Math.min(...tops) > BETWEEN_LINES) found.push(`a word is broken: ${word[0]} in ${described(element)}`);
    }
  }
  return found;
}
function overflowing(root) {
  return [root, ...root.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    if (!seen(element) || style.display.startsWith("inline") || ["INPUT", "SELECT", "svg"].includes(element.tagName) || element.closest("svg") || !element.clientWidth) return false;
    return !scrolls(style.overflowX) && element.scrollWidth - element.clientWidth > NEAR || !scrolls(style.overflowY) && element.scrollHeight - element.clientHeight > BETWEEN_LINES;
  }).map((element) => `content is larger than its box: ${described(element)}`);
}
function overlapping(all) {
  const sorted = [...all].sort((a, b) => a.box.top - b.box.top);
  const found = [];
  sorted.forEach((one, place) => {
    for (let next = place + 1; next < sorted.length && sorted[next].box.top < one.box.bottom - BETWEEN_LINES; next++) {
      const other = sorted[next];
      const over = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      if (over > NEAR && one.node !== other.node) found.push(`texts overlap: ${described(one.element)} and ${described(other.element)}`);
    }
  });
  return found;
}
function narrowFields(root) {
  const pen = document.createElement("canvas").getContext("2d");
  return [...root.querySelectorAll("select, input")].filter((field) => {
    if (!seen(field)) return false;
    const style = getComputedStyle(field);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const words = field.value && field.tagName === "INPUT" ? field.value : field.placeholder ?? field.selectedOptions[0].text;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - (field.tagName === "SELECT" ? 16 : 0);
    return pen.measureText(words).width - room > NEAR;
  }).map((field) => `words do not fit their field: ${described(field)} in ${room(field)} px`);
}
const room = (field) => Math.round(field.clientWidth);
function layoutFaults(part) {
  const root = document.querySelector(part);
  const whole = document.documentElement;
  const all = texts(root);
  const wide = whole.scrollWidth > whole.clientWidth ? [`the page scrolls sideways: ${whole.scrollWidth} px in ${whole.clientWidth} px`] : [];
  const none = all.length ? [] : [`nothing can be read in ${part}`];
  return [...new Set([...wide, ...none, ...beyondBlock(all), ...cutOff(all), ...overflowing(root), ...overlapping(all), ...brokenWords(all), ...narrowFields(root)])];
}

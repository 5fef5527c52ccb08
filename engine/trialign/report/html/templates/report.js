"use strict";
// Text of the data only ever becomes text nodes; links were checked before they were written into the records.
const records = JSON.parse(document.getElementById("records").textContent);
const { findings, cells, rules, facts, tests, rulings, texts, places, searched } = records;
const at = (id) => document.getElementById(id);
const NATIONS = { england: "England", scotland: "Scotland", wales: "Wales", "northern-ireland": "Northern Ireland" };
const SEVERITIES = ["error", "warning", "info"];
const VERDICTS = { gap: "misaligned", cannot_tell: "cannot tell", excepted: "excepted" };
const SIGNS = { holds: "+", partly: "~", broken: "−", unknown: "?", outside_directory: "o", not_asked: "·" };
const ANSWERS = { covered: "+ covered", partly: "~ partly", not_covered: "− gap", cannot_tell: "? cannot tell", outside_directory: "o outside" };
const FITS = { full: "answers it", part: "answers a part", possible: "may answer it", near_miss: "near miss" };
const PAGE = 25;

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return element;
}
const nation = (id) => NATIONS[id] || id || "any nation";
const paragraph = (text, kind) => make("p", kind ? { class: kind } : {}, text);
const days = (number, least) => `open ${least ? "at least " : ""}${number.toLocaleString("en-GB")} day${number === 1 ? "" : "s"}`;

function source(number) {
  const [path, line, url, published, retrieved, cell] = places[number];
  const where = path + (line ? `:${line}` : "") + (cell ? ` (${cell})` : "");
  const dated = [published && `published ${published}`, retrieved && `retrieved ${retrieved}`].filter(Boolean).join(", ");
  const told = make("span", { class: "small" }, make("span", { class: "path" }, where));
  if (url) told.append(" · ", make("a", { href: url, rel: "noreferrer noopener" }, new URL(url).hostname));
  if (dated) told.append(` · ${dated}`);
  return told;
}

const byMark = new Map(findings.map((each) => [each.fingerprint, each]));

// What is printed beside a count: paper shows no fields.
function chosen(form) {
  const set = [...form.querySelectorAll("select, input")].filter((field) => field.value);
  return set.map((field) => `; ${field.labels[0].firstChild.textContent.trim()}: ${field.selectedOptions ? field.selectedOptions[0].text : field.value}`).join("");
}
function clear(form) {
  for (const field of form.querySelectorAll("select, input")) field.value = "";
}

// The matrix: rows stand in the page; filters hide them.
const rows = [...document.querySelectorAll("tr[data-row]")].map((element) => ({ element, data: element.dataset }));
const bodies = [...document.querySelectorAll("tbody[data-cancer]")];
function filterMatrix() {
  const show = at("matrix-show").value, group = at("matrix-group").value, age = at("matrix-age").value;
  const words = at("matrix-text").value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { element, data } of rows) {
    const kept = (show === "all" || !("outside" in data)) && (show !== "gap" || "gap" in data) &&
      (show !== "differ" || "differ" in data) && (!group || data.group === group) && (!age || data.age === age) &&
      words.every((word) => data.text.includes(word));
    element.hidden = !kept;
    count += kept;
  }
  for (const body of bodies) body.hidden = !body.querySelector("tr[data-row]:not([hidden])");
  at("matrix-chosen").textContent = chosen(at("matrix-filters"));
  at("matrix-count").textContent = count ? `${count} of ${rows.length} shown` : rows.length ? "None fits these filters." : "There is no need to answer.";
}

// What stands behind a cell.
const dialog = at("cell");
function list(title, items) {
  return items.length ? [make("h3", {}, title), make("ul", { class: "evidence" }, ...items.map((item) => make("li", {}, ...item)))] : [];
}
function test([which, fit, reason]) {
  if (typeof which === "string") return [which, ` (${FITS[fit]}) `, texts[reason]];
  const [code, indication, name, release, place] = tests[which];
  return [make("strong", {}, code), ` ${indication}: ${name} `, make("em", {}, FITS[fit]), texts[reason] ? `: ${texts[reason]}` : "", make("br"), make("span", { class: "small" }, `${release} · `), source(place)];
}
function ruling(number) {
  const said = rulings[number];
  const state = { in_force: "in force", doubtful: "not certain to be in force", superseded: "superseded", not_in_force: "not in force", draft: "not final" }[said.state];
  const patients = [said.line && `line ${said.line}`, said.setting].filter(Boolean).join(", ");
  return [make("strong", {}, said.title), ` (${said.date}) ${said.medicine}: ${said.outcome}, ${state}${said.note ? ` (${said.note})` : ""}${patients ? `; ${patients}` : ""}; needs ${(said.needs || []).join(", ") || "no biomarker"}`, make("br"), source(said.place)];
}
function openCell(button) {
  const row = button.closest("tr");
  const number = Number(button.dataset.cell);
  const where = document.querySelectorAll("table.matrix thead .long")[number].textContent;
  const what = row.querySelector("th").firstChild.textContent.trim();
  const cancer = row.parentElement.querySelector(".cancer th").textContent;
  const releases = searched[Object.keys(NATIONS).find((key) => NATIONS[key] === where)] || [];
  at("cell-head").replaceChildren(`${where}: ${what} in ${cancer}`);
  at("cell-body").replaceChildren(...behind(cells[Number(row.dataset.row)][number], releases));
  dialog.showModal();
  dialog.scrollTop = 0;
}
function behind(cell, releases) {
  const on = (cell.findings || []).map((mark) => byMark.get(mark)).filter(Boolean);
  const witness = on.find((each) => each.witness);
  return [
    make("p", {}, make("strong", { class: cell.coverage }, ANSWERS[cell.coverage]), texts[cell.reason] ? `: ${texts[cell.reason]}` : ""),
    ...(cell.since ? [paragraph(cell.since, "small")] : []),
    ...(witness ? [paragraph(`Left without a test: ${witness.witness}.`)] : []),
    make("h3", {}, "The way from licence to test"),
    make("ol", { class: "chain" }, ...cell.links.map(link)),
    ...list(`Tests and near misses${cell.more_tests ? ` (${cell.more_tests} more not listed)` : ""}`, (cell.tests || []).map(test)),
    ...list("Not covered in full in these indications", (cell.islands || []).map(([word, name]) => [`${ANSWERS[word]}: ${name}`])),
    ...list("Licences and decisions", (cell.rulings || []).map(ruling)),
    ...list("Findings", on.map((each) => [make("a", { href: `#${each.fingerprint}` }, `${rules[each.rule].id} ${VERDICTS[each.verdict]}`), ` ${each.message}`])),
    ...list("Asked for by", cell.asked ? [[cell.asked.join(", ")]] : []),
    ...list("Releases that were searched", releases.map((name) => [name])),
  ];
}
function link([step, holds, reason]) {
  return make("li", {}, make("span", { class: "step" }, step), make("span", { class: holds }, `${SIGNS[holds]} ${holds.replaceAll("_", " ")}`), make("span", { class: "why" }, texts[reason]));
}
document.querySelector("table.matrix").addEventListener("click", (event) => {
  const button = event.target.closest("button[data-cell]");
  if (button) openCell(button);
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("a[href^='#']")) dialog.close();
});

// Findings: the whole list stands in the records, a page of it in the document.
findings.forEach((each, place) => {
  const rule = rules[each.rule];
  each.place = place;
  each.words = [each.message, each.doubt, each.biomarker, each.cancer, (each.subjects || []).join(" "), rule.id, rule.title, texts[each.remedy], each.fingerprint].join(" ").toLowerCase();
  each.grave = (each.verdict === "gap" ? 0 : each.verdict === "excepted" ? 20 : 10) + SEVERITIES.indexOf(rule.severity);
});
const collator = new Intl.Collator("en-GB");
function ordered(value) {
  const names = [...new Set(findings.map(value))].sort((a, b) => !a - !b || collator.compare(a, b));
  const rank = new Map(names.map((name, place) => [name, place]));
  const keys = findings.map((each) => rank.get(value(each)));
  return (a, b) => keys[a.place] - keys[b.place] || a.grave - b.grave || a.place - b.place;
}
const ORDERS = {
  "": () => (a, b) => a.grave - b.grave || a.place - b.place,
  days: () => (a, b) => (b.days ?? -1) - (a.days ?? -1) || a.place - b.place,
  nation: () => ordered((each) => NATIONS[each.nation] || each.nation || ""),
  cancer: () => ordered((each) => each.cancer || ""),
  rule: () => ordered((each) => rules[each.rule].id),
};
const sorted = {};
let shown = [];
let page = 0;
function filterFindings() {
  const [verdict, severity, nation, rule, cancer, recommendation, sort] = ["verdict", "severity", "nation", "rule", "cancer", "recommendation", "sort"].map((name) => at(`f-${name}`).value);
  const words = at("f-text").value.toLowerCase().split(/\s+/).filter(Boolean);
  sorted[sort] ??= [...findings].sort(ORDERS[sort]());
  shown = sorted[sort].filter((each) => {
    const of = rules[each.rule];
    return (!verdict || each.verdict === verdict) && (!severity || of.severity === severity) &&
      (!nation || each.nation === nation) && (!rule || of.id === rule) && (!cancer || each.cancer === cancer) &&
      (!recommendation || of.recommendations.includes(Number(recommendation))) &&
      words.every((word) => each.words.includes(word));
  });
  page = 0;
  showPage();
}
function showPage() {
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  at("finding-list").replaceChildren(...shown.slice(page * PAGE, (page + 1) * PAGE).map(card));
  at("finding-chosen").textContent = chosen(at("finding-filters"));
  const number = (value) => value.toLocaleString("en-GB");
  at("finding-count").textContent = shown.length ? `${number(shown.length)} of ${number(findings.length)} findings` :
    findings.length ? "None fits these filters." : "There is no finding.";
  at("finding-pages").hidden = pages === 1;
  at("finding-page").textContent = `page ${page + 1} of ${pages}`;
  at("finding-before").disabled = page === 0;
  at("finding-after").disabled = page === pages - 1;
}
function card(each) {
  const rule = rules[each.rule];
  const item = make("li", { id: each.fingerprint, class: "finding", tabindex: "-1" });
  item.append(head(each, rule), paragraph(each.message));
  if (each.doubt) item.append(paragraph(`? ${each.doubt}`));
  if (each.excuse) item.append(paragraph(`= ${each.excuse}`));
  item.append(paragraph(texts[each.remedy], "remedy"));
  const facts = (each.evidence || []).length;
  const more = make("details", {}, make("summary", {}, `Why: ${rule.id}, ${facts} fact${facts === 1 ? "" : "s"}`));
  more.addEventListener("toggle", () => explain(item));
  item.append(more);
  return item;
}
function head(each, rule) {
  const word = each.verdict === "gap" ? rule.severity : `${VERDICTS[each.verdict]}, ${rule.severity}`;
  return make("div", { class: "head" },
    make("span", { class: `severity ${each.verdict === "gap" ? rule.severity : each.verdict}` }, word),
    make("strong", {}, nation(each.nation)),
    make("span", {}, [each.biomarker, each.cancer].filter(Boolean).join(" in ")),
    "days" in each ? make("span", { class: "small" }, days(each.days, each.at_least)) : "",
    make("a", { class: "self", href: `#${each.fingerprint}`, "aria-label": `Link to finding ${each.fingerprint}` }, each.fingerprint));
}
function explain(item) {
  const more = item.querySelector("details");
  const each = byMark.get(item.id);
  if (more.children.length === 1) more.append(...reasons(each, rules[each.rule]));
}
function reasons(each, rule) {
  return [
    paragraph(`${rule.title}. ${rule.rationale}`, "small"),
    ...(each.witness ? [paragraph(`Left without a test: ${each.witness}.`)] : []),
    ...(each.no_witness ? [paragraph(`No example of a patient: ${each.no_witness}.`, "small")] : []),
    make("ul", { class: "evidence" }, ...(each.evidence || []).map((number) => make("li", {}, facts[number][0], make("br"), source(facts[number][1])))),
    ...(rule.recommendations.length ? [make("p", { class: "small" }, "Recommendations ", ...rule.recommendations.flatMap((number, i) => [i ? ", " : "", make("a", { href: `#recommendation-${number}` }, String(number))]))] : []),
  ];
}
function follow() {
  const mark = location.hash.slice(1);
  const target = byMark.get(mark);
  if (target) {
    if (!shown.includes(target)) { clear(at("finding-filters")); filterFindings(); }
    page = Math.floor(shown.indexOf(target) / PAGE);
    showPage();
    const item = at(mark);
    item.classList.add("here");
    item.querySelector("details").open = true;
    item.scrollIntoView({ block: "start" });
    item.focus({ preventScroll: true });
  } else if (mark.startsWith("recommendation-") && at(mark)) {
    at(mark).open = true;
    at(mark).scrollIntoView();
    at(mark).querySelector("summary").focus({ preventScroll: true });
  } else if (/^[0-9a-f]{16}$/.test(mark)) {
    at("finding-count").textContent = `No finding of this run has the fingerprint ${mark}: it may be resolved, or of other data.`;
    at("findings-head").scrollIntoView();
  }
}
function turn(step) {
  page += step;
  showPage();
  at("findings-head").scrollIntoView();
  at("finding-list").firstChild.focus({ preventScroll: true });
}
for (const [form, filter] of [["matrix-filters", filterMatrix], ["finding-filters", filterFindings]]) {
  at(form).addEventListener("input", filter);
  at(form).addEventListener("submit", (event) => event.preventDefault());
  at(form).addEventListener("reset", (event) => { event.preventDefault(); clear(at(form)); filter(); });
}
at("finding-before").addEventListener("click", () => turn(-1));
at("finding-after").addEventListener("click", () => turn(1));
addEventListener("hashchange", follow);
// The address does not change when a link to it is chosen again.
document.addEventListener("click", (event) => {
  const chosenLink = event.target.closest("a[href^='#']");
  if (chosenLink && chosenLink.getAttribute("href") === location.hash) follow();
});

// Paper shows every finding that fits the filters, and opens what is closed; tables that say what a picture says stay so.
let closed = [], onScreen = [];
addEventListener("beforeprint", () => {
  onScreen = [...at("finding-list").children];
  at("finding-list").replaceChildren(...shown.map(card));
  for (const item of at("finding-list").children) explain(item);
  closed = [...document.querySelectorAll(":is(#findings, #recommendations, #sources) details:not([open])")];
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => {
  at("finding-list").replaceChildren(...onScreen);
  for (const each of closed) each.open = false;
});
at("f-verdict").value = findings.some((each) => each.verdict === "gap") ? "gap" : "";
filterMatrix();
filterFindings();
follow();

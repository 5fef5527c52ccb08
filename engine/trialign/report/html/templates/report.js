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
  at("matrix-count").textContent = count ? `${count} of ${rows.length} shown` : "None fits these filters.";
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
  const cell = cells[Number(row.dataset.row)][number];
  const heads = document.querySelectorAll("table.matrix thead .long");
  const where = heads[number].textContent;
  const what = row.querySelector("th").firstChild.textContent.trim();
  const cancer = row.parentElement.querySelector(".cancer th").textContent;
  at("cell-head").replaceChildren(`${where}: ${what} in ${cancer}`);
  const own = new Set(cell.findings || []);
  const on = findings.filter((each) => own.has(each.fingerprint));
  const witness = on.find((each) => each.witness);
  const id = Object.keys(NATIONS).find((key) => NATIONS[key] === where);
  at("cell-body").replaceChildren(
    make("p", {}, make("strong", { class: cell.coverage }, ANSWERS[cell.coverage]), texts[cell.reason] ? `: ${texts[cell.reason]}` : ""),
    ...(cell.since ? [paragraph(cell.since, "small")] : []),
    ...(witness ? [paragraph(`Left without a test: ${witness.witness}.`)] : []),
    make("h3", {}, "The way from licence to test"),
    make("ol", { class: "chain" }, ...cell.links.map(([step, holds, reason]) =>
      make("li", {}, make("span", { class: "step" }, step), make("span", { class: holds }, `${SIGNS[holds]} ${holds.replaceAll("_", " ")}`), make("span", { class: "why" }, texts[reason])))),
    ...list(`Tests and near misses${cell.more_tests ? ` (${cell.more_tests} more not listed)` : ""}`, (cell.tests || []).map(test)),
    ...list("Not covered in full in these indications", (cell.islands || []).map(([word, name]) => [`${ANSWERS[word]}: ${name}`])),
    ...list("Licences and decisions", (cell.rulings || []).map(ruling)),
    ...list("Findings", on.map((each) => [make("a", { href: `#${each.fingerprint}` }, `${rules[each.rule].id} ${VERDICTS[each.verdict]}`), ` ${each.message}`])),
    ...list("Asked for by", cell.asked ? [[cell.asked.join(", ")]] : []),
    ...list("Releases that were searched", (searched[id] || []).map((name) => [name])),
  );
  dialog.showModal();
  dialog.scrollTop = 0;
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
const ORDERS = {
  "": (a, b) => a.grave - b.grave || a.place - b.place,
  days: (a, b) => (b.days ?? -1) - (a.days ?? -1) || a.place - b.place,
  nation: (a, b) => (a.nation || "").localeCompare(b.nation || "") || a.grave - b.grave || a.place - b.place,
  cancer: (a, b) => (a.cancer || "\uffff").localeCompare(b.cancer || "\uffff") || a.grave - b.grave || a.place - b.place,
  rule: (a, b) => rules[a.rule].id.localeCompare(rules[b.rule].id) || a.grave - b.grave || a.place - b.place,
};
let shown = [];
let page = 0;
function filterFindings() {
  const [verdict, severity, nation, rule, cancer, recommendation, sort] = ["verdict", "severity", "nation", "rule", "cancer", "recommendation", "sort"].map((name) => at(`f-${name}`).value);
  const words = at("f-text").value.toLowerCase().split(/\s+/).filter(Boolean);
  shown = findings.filter((each) => {
    const of = rules[each.rule];
    return (!verdict || each.verdict === verdict) && (!severity || of.severity === severity) &&
      (!nation || each.nation === nation) && (!rule || of.id === rule) && (!cancer || each.cancer === cancer) &&
      (!recommendation || of.recommendations.includes(Number(recommendation))) &&
      words.every((word) => each.words.includes(word));
  }).sort(ORDERS[sort]);
  page = 0;
  showPage();
}
function showPage(all) {
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const part = all ? shown : shown.slice(page * PAGE, (page + 1) * PAGE);
  at("finding-list").replaceChildren(...part.map(card));
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
  item.append(make("div", { class: "head" },
    make("span", { class: `severity ${each.verdict === "gap" ? rule.severity : each.verdict}` }, each.verdict === "gap" ? rule.severity : `${VERDICTS[each.verdict]}, ${rule.severity}`),
    make("strong", {}, nation(each.nation)),
    make("span", {}, [each.biomarker, each.cancer].filter(Boolean).join(" in ")),
    "days" in each ? make("span", { class: "small" }, days(each.days, each.at_least)) : "",
    make("a", { class: "self", href: `#${each.fingerprint}`, "aria-label": `Link to finding ${each.fingerprint}` }, each.fingerprint)));
  item.append(paragraph(each.message));
  if (each.doubt) item.append(paragraph(`? ${each.doubt}`));
  if (each.excuse) item.append(paragraph(`= ${each.excuse}`));
  item.append(paragraph(texts[each.remedy], "remedy"));
  const more = make("details", {}, make("summary", {}, `Why: ${rule.id}, ${(each.evidence || []).length} facts`));
  more.addEventListener("toggle", () => { if (more.open && more.children.length === 1) more.append(...reasons(each, rule)); });
  item.append(more);
  return item;
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
  const mark = decodeURIComponent(location.hash.slice(1));
  const target = findings.find((each) => each.fingerprint === mark);
  if (target) {
    if (!shown.includes(target)) { at("finding-filters").reset(); at("f-verdict").value = ""; filterFindings(); }
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
  }
}
function turn(step) {
  page += step;
  showPage();
  at("findings-head").scrollIntoView();
}
for (const [form, filter] of [["matrix-filters", filterMatrix], ["finding-filters", filterFindings]]) {
  at(form).addEventListener("input", filter);
  at(form).addEventListener("submit", (event) => event.preventDefault());
  at(form).addEventListener("reset", () => setTimeout(filter));
}
at("finding-before").addEventListener("click", () => turn(-1));
at("finding-after").addEventListener("click", () => turn(1));
addEventListener("hashchange", follow);
let closed = [];
addEventListener("beforeprint", () => {
  showPage(true);
  closed = [...document.querySelectorAll("#recommendations details:not([open]), #sources details:not([open])")];
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => {
  showPage();
  for (const each of closed) each.open = false;
});
at("f-verdict").value = findings.some((each) => each.verdict === "gap") ? "gap" : "";
filterMatrix();
filterFindings();
follow();

"use strict";
// Every change stands in the page; filters hide those that do not fit.
const at = (id) => document.getElementById(id);
const changes = [...document.querySelectorAll(".changes > li")].map((element) => ({ element, data: element.dataset, words: element.textContent.toLowerCase() }));
function filter() {
  const severity = at("c-severity").value, kind = at("c-kind").value;
  const words = at("c-text").value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const each of changes) {
    const kept = (!severity || each.data.severity === severity) && (!kind || each.data.kind === kind) && words.every((word) => each.words.includes(word));
    each.element.hidden = !kept;
    count += kept;
  }
  at("change-count").textContent = count ? `${count.toLocaleString("en-GB")} of ${changes.length.toLocaleString("en-GB")} changes` : "None fits these filters.";
}
at("change-filters").addEventListener("input", filter);
at("change-filters").addEventListener("submit", (event) => event.preventDefault());
at("change-filters").addEventListener("reset", (event) => {
  event.preventDefault();
  for (const field of at("change-filters").querySelectorAll("select, input")) field.value = "";
  filter();
});
filter();

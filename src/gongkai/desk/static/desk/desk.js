// Conveniences only: every page works without this file.
"use strict";

// Menus close by Escape, which gives the focus back, and by a press elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// Rows: one box for all, a count of what is chosen.
function countRows(table) {
  const boxes = [...table.querySelectorAll("tbody .pick input")];
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("tr").classList.toggle("chosen", box.checked);
  const all = table.querySelector("[data-pick-all]");
  if (all) {
    all.checked = chosen.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
  const output = table.closest("form")?.querySelector("output[data-picked]");
  if (output) output.textContent = output.dataset.picked.replace("{}", chosen.length);
}
document.addEventListener("change", (event) => {
  const table = event.target.closest(".pick") && event.target.closest("table");
  if (!table) return;
  if (event.target.matches("[data-pick-all]")) {
    for (const box of table.querySelectorAll("tbody .pick input")) box.checked = event.target.checked;
  }
  countRows(table);
});

// A box for all, and printing, make sense with JavaScript only; so they are shown by it.
function prepare(root) {
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  for (const all of root.querySelectorAll("[data-pick-all]")) countRows(all.closest("table"));
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
// The border of a sticky column appears when something has gone beneath it.
document.addEventListener("scroll", (event) => {
  if (event.target.classList?.contains("scroll")) event.target.classList.toggle("moved", event.target.scrollLeft > 0);
}, true);

// The options of a list were fetched: what was chosen while they were on their way stays chosen.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.matches("select")) event.target.dataset.chosen = event.target.value;
});
document.addEventListener("htmx:afterSwap", (event) => {
  const list = event.target;
  if (!list.matches("select")) return;
  if ([...list.options].some((option) => option.value === list.dataset.chosen)) list.value = list.dataset.chosen;
});

// A figure was opened: mark it in the table; its details may stand below the window, on a phone.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches(".pane-side")) return;
  for (const link of document.querySelectorAll(".official a[aria-current]")) link.removeAttribute("aria-current");
  const opened = event.detail.requestConfig.elt;
  if (opened.closest(".official")) opened.setAttribute("aria-current", "true");
  event.target.scrollIntoView({ block: "nearest" });
});

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
document.querySelector("[data-error-summary]")?.focus();

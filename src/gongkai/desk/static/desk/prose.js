// A figure's name goes to where the cursor stands in the text.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const area = document.getElementById("id_text");
  if (!button || !area) return;
  area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
});

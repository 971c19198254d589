"use strict";
{
  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const box = document.getElementById("filter"), left = document.getElementById("left");
  const rows = [...document.querySelectorAll("#stories tbody tr")].map(row => [row, plain(row.textContent)]);
  const folds = [...document.querySelectorAll("#stories details.rest")].map(fold => [fold, fold.open]);
  box.closest("p").hidden = false;
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    for (const [row, text] of rows) row.hidden = !words.every(word => text.includes(word));
    for (const [fold, open] of folds) fold.open = words.length > 0 || open;
    left.textContent = rows.filter(([row]) => !row.hidden).length;
  });
}

// The slider of a sweep: shows the figures of one value, marks its row and its place on every curve.
(() => {
  const slider = document.querySelector("[data-sweep]");
  if (!slider) return;
  const rows = [...document.querySelectorAll("[data-sweep-row]")];
  const told = document.getElementById("sweep-told");
  const value = document.getElementById("sweep-value");
  const use = document.getElementById("sweep-use");

  const show = () => {
    const place = Number(slider.value);
    rows.forEach((row, index) => row.toggleAttribute("aria-current", index === place));
    const row = rows[place];
    value.textContent = row.dataset.value;
    told.textContent = row.dataset.told;
    slider.setAttribute("aria-valuetext", `${row.dataset.value}: ${row.dataset.told}`);
    if (use) use.href = `${use.dataset.address}&value=${row.dataset.plain}`;
    document.querySelectorAll("[data-sweep-charts] [data-chart]").forEach((box) => {
      box.regularsChart?.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: place });
    });
  };

  slider.addEventListener("input", show);
  window.addEventListener("load", show);
})();

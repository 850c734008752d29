// Draws each [data-chart] from the JSON block it names: bars with patterns, lines with direct labels, all in the page's colours.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const patterns = [
    { symbol: "none" },
    { dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: "rgba(255,255,255,.65)" },
    { dashArrayX: [[0, 5], [2, 3]], dashArrayY: [2, 3], symbol: "circle", symbolSize: 0.9, color: "rgba(255,255,255,.75)" },
    { dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: 0, color: "rgba(255,255,255,.6)" },
  ];

  const short = (data) => (value) => {
    const step = data.steps.find(([least]) => Math.abs(value) >= least);
    if (!step) return value.toLocaleString("en");
    return (value / step[0]).toLocaleString("en", { maximumFractionDigits: 1 }) + step[1];
  };

  const line = (series, ink, format) => ({
    name: series.name, type: "line", data: series.values, symbol: "circle", symbolSize: 5, lineStyle: { width: 2 },
    areaStyle: { opacity: 0.08 },
    endLabel: { show: true, formatter: (point) => format(point.value), color: ink, fontWeight: 600, offset: [0, -12], align: "right" },
  });

  const bar = (series, index) => ({
    name: series.name, type: "bar", data: series.values, barMaxWidth: 18, barGap: "15%",
    itemStyle: { borderRadius: [3, 3, 0, 0], decal: patterns[index % patterns.length] },
  });

  const options = (data) => {
    const ink = colour("--tblr-body-color");
    const quiet = colour("--tblr-secondary");
    const rule = colour("--tblr-border-color");
    const format = short(data);
    const text = { color: quiet, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
    return {
      animation: false,
      textStyle: text,
      color: [1, 2, 3, 4].map((number) => colour(`--series-${number}`)),
      aria: { enabled: false },
      grid: { left: 4, right: 12, top: data.series.length > 1 ? 40 : 24, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      legend: { show: data.series.length > 1, left: 0, top: 0, itemWidth: 18, itemHeight: 12, textStyle: { ...text, color: ink } },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("--surface"), borderColor: rule,
        textStyle: { ...text, color: ink }, valueFormatter: (value) => value.toLocaleString("en"),
      },
      xAxis: { type: "category", data: data.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: rule } }, axisLabel: { ...text, hideOverlap: true } },
      yAxis: { type: "value", splitNumber: 4, splitLine: { lineStyle: { color: rule } }, axisLabel: { ...text, formatter: format } },
      series: data.series.map((series, index) => (data.kind === "line" ? line(series, ink, format) : bar(series, index))),
    };
  };

  const draw = (box) => {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const chart = window.regularsCharts.init(box, null, { renderer: "svg" });
    const paint = () => chart.setOption(options(data), true);
    paint();
    new ResizeObserver(() => chart.resize()).observe(box);
    new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  };

  document.querySelectorAll("[data-chart]").forEach(draw);
})();

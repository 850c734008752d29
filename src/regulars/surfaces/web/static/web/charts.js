// Draws each [data-chart] from the JSON block it names: bars with patterns, lines with direct labels, flows between tiers, ranges as bands, all in the page's colours.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const patterns = [
    { symbol: "none" },
    { dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: "rgba(255,255,255,.65)" },
    { dashArrayX: [[0, 5], [2, 3]], dashArrayY: [2, 3], symbol: "circle", symbolSize: 0.9, color: "rgba(255,255,255,.75)" },
    { dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: 0, color: "rgba(255,255,255,.6)" },
  ];

  const known = (value) => value !== null && value !== undefined && !Number.isNaN(value);
  const whole = (value) => (known(value) ? value.toLocaleString("en") : "–");

  const short = (data) => (value) => {
    if (!known(value)) return "";
    const step = data.steps.find(([least]) => Math.abs(value) >= least);
    if (!step) return value.toLocaleString("en");
    return (value / step[0]).toLocaleString("en", { maximumFractionDigits: 1 }) + step[1];
  };

  const strokes = ["solid", "dashed", "dotted", [12, 4, 2, 4], [2, 6]];
  const symbols = ["circle", "rect", "triangle", "diamond", "pin"];

  const line = (series, index, alone, ink, format, places) => ({
    name: series.name, type: "line", data: places ? series.values.map((value, place) => [places[place], value]) : series.values, symbol: symbols[index % symbols.length], symbolSize: 5,
    lineStyle: { width: 2, type: strokes[index % strokes.length] },
    areaStyle: alone ? { opacity: 0.08 } : null,
    endLabel: { show: alone, formatter: (point) => format([point.value].flat().at(-1)), color: ink, fontWeight: 600, offset: [0, -12], align: "right" },
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
    const places = data.places && data.places.length ? data.places : null;
    const text = { color: quiet, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
    return {
      animation: false,
      textStyle: text,
      color: [1, 2, 3, 4, 5].map((number) => colour(`--series-${number}`)),
      aria: { enabled: false },
      grid: { left: 4, right: 12, top: data.series.length > 1 ? 40 : 24, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      legend: { show: data.series.length > 1, left: 0, top: 0, itemWidth: 18, itemHeight: 12, textStyle: { ...text, color: ink } },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("--surface"), borderColor: rule,
        textStyle: { ...text, color: ink }, valueFormatter: whole,
      },
      xAxis: {
        ...(places ? { type: "value", min: "dataMin", max: "dataMax", splitLine: { show: false } } : { type: "category", data: data.labels }),
        axisPointer: { label: { formatter: ({ value }) => (places ? value.toLocaleString("en", { maximumFractionDigits: 4 }) : value) } },
        axisTick: { show: false }, axisLine: { lineStyle: { color: rule } }, axisLabel: { ...text, hideOverlap: true, ...(places ? { formatter: format } : {}) },
      },
      yAxis: { type: "value", splitNumber: 4, splitLine: { lineStyle: { color: rule } }, axisLabel: { ...text, formatter: format } },
      series: data.series.map((series, index) => (data.kind === "line" ? line(series, index, data.series.length === 1, ink, format, places) : bar(series, index))),
    };
  };

  const band = (data) => {
    const plain = options({ ...data, kind: "line", series: data.series });
    const [first, second, low, middle, high] = data.series;
    const shade = colour("--series-2");
    const flat = { symbol: "none", areaStyle: null, endLabel: { show: false } };
    return {
      ...plain,
      legend: { ...plain.legend, show: true, data: [first.name, second.name, middle.name] },
      tooltip: {
        ...plain.tooltip,
        formatter: (points) => [points[0].axisValueLabel, ...data.series.map((one) => `${one.name}: ${one.values[points[0].dataIndex].toLocaleString("en")}`)].join("\n"),
      },
      series: [
        { name: low.name, type: "line", stack: "range", data: low.values, symbol: "none", lineStyle: { opacity: 0 }, color: shade, stackStrategy: "all" },
        { name: high.name, type: "line", stack: "range", data: high.values.map((value, index) => value - low.values[index]), symbol: "none", lineStyle: { opacity: 0 }, color: shade, areaStyle: { opacity: 0.22 }, stackStrategy: "all" },
        { ...plain.series[0], ...flat },
        { ...plain.series[1], ...flat, color: colour("--series-3") },
        { ...plain.series[3], ...flat, color: shade, lineStyle: { width: 2.5, type: "solid" } },
      ],
    };
  };

  const depends = (data) => {
    const plain = options({ ...data, kind: "bar" });
    return {
      ...plain,
      xAxis: { ...plain.yAxis },
      yAxis: { ...plain.xAxis, data: data.labels, axisLabel: { ...plain.xAxis.axisLabel, width: 130, overflow: "break" } },
      series: plain.series.map((one) => ({ ...one, barGap: "-100%", itemStyle: { ...one.itemStyle, borderRadius: 0 } })),
    };
  };

  const painted = (data) => ({ flow, band, depends }[data.kind] || options)(data);

  const flow = (data) => {
    const ink = colour("--tblr-body-color");
    const text = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
    const stops = new Map(data.nodes.map((node) => [node.id, node]));
    const label = (node) => `${node.name} ${node.members.toLocaleString("en")}`;
    return {
      animation: false,
      textStyle: text,
      aria: { enabled: false },
      tooltip: {
        trigger: "item", renderMode: "richText", confine: true, backgroundColor: colour("--surface"), borderColor: colour("--tblr-border-color"), textStyle: text,
        formatter: ({ dataType, data: one }) => (dataType === "edge"
          ? `${stops.get(one.source).name} → ${stops.get(one.target).name}: ${one.value.toLocaleString("en")}`
          : label(stops.get(one.name))),
      },
      series: [{
        type: "sankey", left: 8, right: 8, top: 12, bottom: 12, nodeWidth: 14, nodeGap: 14, layoutIterations: 0, draggable: false,
        emphasis: { focus: "adjacency" },
        lineStyle: { color: "source", opacity: 0.35, curveness: 0.5 },
        data: data.nodes.filter((node) => node.members).map((node) => ({
          name: node.id, depth: node.side === "from" ? 0 : 1,
          itemStyle: { color: node.colour, borderColor: ink, borderWidth: 0.5 },
          label: {
            position: node.side === "from" ? "right" : "left", formatter: label(node), color: ink, fontWeight: 600,
            textBorderColor: colour("--surface"), textBorderWidth: 3,
          },
        })),
        links: data.links,
      }],
    };
  };

  const draw = (box) => {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const chart = window.regularsCharts.init(box, null, { renderer: "svg" });
    box.regularsChart = chart;
    const paint = () => chart.setOption(painted(data), true);
    paint();
    new ResizeObserver(() => chart.resize()).observe(box);
    window.addEventListener("beforeprint", () => chart.resize({ width: box.closest(".chart-grid") ? 300 : 620 }));
    window.addEventListener("afterprint", () => chart.resize({ width: "auto" }));
    new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  };

  document.querySelectorAll("[data-chart]").forEach(draw);
})();

// The last months as a picture. The table below it says the same; without this script only the table stands.
function colour(name) {
  return getComputedStyle(document.body).getPropertyValue(`--${name}`).trim();
}

function option(place, figures) {
  const ink = colour("ink-soft");
  const symbols = ["circle", "rect", "triangle"];
  const lines = ["solid", "dashed", "dotted"];
  return {
    animation: false,
    color: [colour("blue-ink"), colour("teal-ink"), colour("amber-ink")],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    // On a phone the legend takes two lines.
    grid: { left: 8, right: 16, top: place.clientWidth < 480 ? 60 : 36, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: { color: ink } },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      backgroundColor: colour("surface"),
      borderColor: colour("line-strong"),
      textStyle: { color: colour("ink") },
      formatter: (points) =>
        [points[0].axisValue]
          .concat(points.map((p) => `${p.seriesName}  ${p.value ?? "–"}%  (${p.data.base})`))
          .join("\n"),
    },
    xAxis: { type: "category", data: figures.labels, axisLabel: { color: ink } },
    yAxis: {
      type: "value",
      min: (range) => Math.max(0, Math.floor((range.min - 5) / 10) * 10),
      max: 100,
      axisLabel: { color: ink, formatter: "{value}%" },
      splitLine: { lineStyle: { color: colour("line") } },
    },
    series: figures.series.map((one, index) => ({
      name: one.name,
      type: "line",
      symbol: symbols[index],
      symbolSize: 8,
      lineStyle: { type: lines[index], width: 2 },
      data: one.values.map((value, month) => ({ value, base: one.bases[month] })),
    })),
  };
}

function draw() {
  const place = document.querySelector('[data-chart="trend"]');
  if (!place || !window.echarts || window.echarts.getInstanceByDom(place)) return;
  place.hidden = false;
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(option(place, JSON.parse(place.dataset.figures)));
  new ResizeObserver(() => chart.resize()).observe(place);
}

draw();
// A screen on the wall is drawn anew every minute.
document.addEventListener("htmx:afterSwap", draw);

// ECharts to SVG without a browser (`ssr`), rasterised by sharp.
//
// Animations off, points not drawn, and deflate level 2: a third less time than the default for a
// tenth more bytes. Level 1 gains little for a quarter more; a palette takes twice as long.
"use strict";

const echarts = require("echarts");
const sharp = require("sharp");
const { HEIGHT, WIDTH, serve } = require("./serving.cjs");

const font = (fontSize) => ({ fontSize, fontFamily: "DejaVu Sans" });

const option = ({ form, title, subtitle, unit, labels, series, bounds }) => ({
  animation: false,
  backgroundColor: "#fff",
  title: {
    text: title,
    subtext: subtitle,
    left: "center",
    textStyle: font(36),
    subtextStyle: font(24),
  },
  legend: {
    show: series.length > 1,
    top: 110,
    itemGap: 24,
    padding: [5, 120],
    textStyle: font(22),
  },
  grid: { left: 110, right: 40, top: 110 + 50 * Math.ceil(series.length / 8), bottom: 60 },
  xAxis: { type: "category", data: labels, axisLabel: font(22) },
  yAxis: {
    type: "value",
    name: unit,
    nameLocation: "middle",
    nameGap: 60,
    nameTextStyle: font(22),
    axisLabel: font(22),
  },
  series: series.map(({ name, values }, at) => ({
    name,
    type: form === "bars" ? "bar" : "line",
    stack: form === "bars" ? "all" : undefined,
    data: values,
    showSymbol: false,
    lineStyle: { width: 3 },
    markLine: at === 0 ? lines(bounds) : undefined,
  })),
});

const lines = (bounds) => ({
  symbol: "none",
  lineStyle: { color: "#333", type: "dashed", width: 2 },
  label: { position: "insideEndTop", formatter: "{b} {c}", ...font(22) },
  data: bounds.map(({ label, value }) => ({ name: label, yAxis: value })),
});

const png = (prepared) => {
  const size = { width: WIDTH, height: HEIGHT };
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption(prepared);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return sharp(Buffer.from(svg)).png({ compressionLevel: 2 }).toBuffer();
};

serve(`ECharts ${echarts.version}, sharp ${sharp.versions.sharp}`, option, png);

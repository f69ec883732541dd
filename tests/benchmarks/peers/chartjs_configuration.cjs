// The chart in Chart.js's words, for Node and for a page: animations, events and resizing off.
//
// The data is one number a day (a category axis: no parsing, no date adapter), points are not
// drawn, and a few lines draw the bounds, which costs less than the annotation plugin.
"use strict";

const font = (size) => ({ font: { size } });

const paper = {
  id: "paper",
  beforeDraw: ({ ctx, width, height }) => {
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, width, height);
  },
};

const bounds = (levels) => ({
  id: "bounds",
  afterDatasetsDraw: ({ ctx, chartArea: { left, right }, scales: { y } }) => {
    ctx.save();
    ctx.setLineDash([10, 6]);
    ctx.strokeStyle = ctx.fillStyle = "#333";
    ctx.lineWidth = 2;
    ctx.textAlign = "right";
    ctx.font = "22px sans-serif";
    for (const { label, value } of levels) {
      const height = y.getPixelForValue(value);
      ctx.beginPath();
      ctx.moveTo(left, height);
      ctx.lineTo(right, height);
      ctx.stroke();
      ctx.fillText(`${label} ${value}`, right - 6, height - 6);
    }
    ctx.restore();
  },
});

const configuration = ({ form, title, subtitle, unit, labels, series, bounds: levels }) => ({
  type: form === "bars" ? "bar" : "line",
  data: {
    labels,
    datasets: series.map(({ name, values }) => ({ label: name, data: values })),
  },
  options: {
    animation: false,
    events: [],
    responsive: false,
    devicePixelRatio: 1,
    layout: { padding: 20 },
    elements: { point: { radius: 0 }, line: { borderWidth: 3 } },
    plugins: {
      title: { display: true, text: title, ...font(36) },
      subtitle: { display: true, text: subtitle, ...font(24) },
      legend: { display: series.length > 1, labels: font(22) },
      tooltip: { enabled: false },
    },
    scales: {
      x: { stacked: form === "bars", ticks: { maxRotation: 0, ...font(22) } },
      y: {
        stacked: form === "bars",
        beginAtZero: true,
        title: { display: true, text: unit, ...font(22) },
        ticks: font(22),
      },
    },
  },
  plugins: [paper, bounds(levels)],
});

module.exports = { configuration };

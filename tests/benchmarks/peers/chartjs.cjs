// Chart.js on the canvas of napi-rs (Skia): the PNG by the canvas itself, or by sharp.
//
// The canvas has one way to encode and no setting for it. `sharp` takes its pixels and deflates at
// level 2: half the time for half as many bytes again.
"use strict";

const { createCanvas } = require("@napi-rs/canvas");
const { version } = require("@napi-rs/canvas/package.json");
const { Chart } = require("chart.js/auto");
const sharp = require("sharp");
const { configuration } = require("./chartjs_configuration.cjs");
const { HEIGHT, WIDTH, serve } = require("./serving.cjs");

const raw = { width: WIDTH, height: HEIGHT, channels: 4 };
const encoders = {
  canvas: (canvas) => canvas.encodeSync("png"),
  sharp: (canvas) => sharp(canvas.data(), { raw }).png({ compressionLevel: 2 }).toBuffer(),
};
const encoder = process.argv[2];

const png = (configured) => {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const drawn = new Chart(canvas, configured);
  const encoded = encoders[encoder](canvas);
  drawn.destroy();
  return encoded;
};

const by = encoder === "sharp" ? `, sharp ${sharp.versions.sharp}` : "";
serve(`Chart.js ${Chart.version}, napi-rs canvas ${version}${by}`, configuration, png);

// What every Node helper does: draw the chart of each line of input, and say what it took.
//
// CommonJS, so that NODE_PATH can say where the packages are.
"use strict";

const { writeFileSync } = require("node:fs");
const { createInterface } = require("node:readline");

const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);

/**
 * Say who draws, then answer each chart with the length of its PNG and the seconds it took.
 *
 * @param {string} name With the version.
 * @param {(chart: object) => object} prepare Puts a chart into the words of whoever draws it; this
 *   is not measured.
 * @param {(prepared: object) => Buffer | Promise<Buffer>} draw From there to a PNG.
 */
const serve = async (name, prepare, draw) => {
  say({ name });
  for await (const line of createInterface({ input: process.stdin })) {
    const { chart, file } = JSON.parse(line);
    const prepared = prepare(chart);
    const begun = performance.now();
    const png = await draw(prepared);
    const seconds = (performance.now() - begun) / 1000;
    if (file) writeFileSync(file, png);
    say({ bytes: png.length, seconds });
  }
};

module.exports = { WIDTH: 1600, HEIGHT: 900, serve };

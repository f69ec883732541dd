// The Markdown of `markdown` blocks: what language models write, and no HTML.
// https://docs.slack.dev/reference/block-kit/blocks/markdown-block
import { h } from "./dom.js";
import { emoji, link } from "./mrkdwn.js";

const INLINE = new RegExp(
  [
    "(?<ticks>`+)(?<code>.+?)\\k<ticks>",
    "!?\\[(?<label>[^\\]\\n]*)\\]\\((?<url>[^()\\s]+)\\)",
    "<(?<auto>https?://[^<>\\s]+)>",
    "(?<bare>https?://[^\\s<>]*[^\\s<>.,;:!?)'\"*_~])",
    "(?<two>\\*\\*|__)(?<strong>\\S(?:.*?\\S)?)\\k<two>",
    "(?<![\\w*_])(?<one>[*_])(?<em>[^\\s*_](?:[^*_\\n]*[^\\s*_])?)\\k<one>(?![\\w*_])",
    "~~(?<s>\\S(?:.*?\\S)?)~~",
    ":(?<emoji>[a-z0-9_+'-]+):",
    "\\\\(?<escaped>[^\\w\\s])",
  ].join("|"),
  "g",
);

// Each rule takes the lines it understands from the front of what is left, or nothing.
const RULES = [blank, fence, heading, rule, quote, table, list, paragraph];

/** Nodes for a Markdown text. */
export function markdown(text) {
  const left = text.split(/\r?\n/);
  const nodes = [];
  while (left.length) {
    for (const take of RULES) {
      const node = take(left);
      if (node === undefined) continue;
      if (node) nodes.push(node);
      break;
    }
  }
  return nodes;
}

const LIST = /^( *)(?:[-*+]|(\d{1,9})[.)]) +/;
const starts = (line) => /^(```|#{1,6} |>|\s*$)/.test(line) || LIST.test(line);

function takeWhile(left, matches) {
  const end = left.findIndex((line) => !matches(line));
  return left.splice(0, end < 0 ? left.length : end);
}

function blank(left) {
  return /^\s*$/.test(left[0]) ? (left.shift(), null) : undefined;
}

function fence(left) {
  if (!left[0].startsWith("```")) return undefined;
  left.shift();
  const code = takeWhile(left, (line) => !line.startsWith("```"));
  left.shift();
  return h("pre", {}, code.join("\n"));
}

function heading(left) {
  const match = /^(#{1,6}) +(.*?)(?: +#+)?$/.exec(left[0]);
  return match ? (left.shift(), h(`h${Math.max(3, match[1].length)}`, {}, inline(match[2]))) : undefined;
}

function rule(left) {
  return /^ *([-*_])( *\1){2,} *$/.test(left[0]) ? (left.shift(), h("hr")) : undefined;
}

function quote(left) {
  const lines = takeWhile(left, (line) => line.startsWith(">"));
  const words = lines.map((line) => line.replace(/^(> ?)+/, "")); // a quote in a quote is one quote: depth is not bounded
  return lines.length ? h("blockquote", {}, markdown(words.join("\n"))) : undefined;
}

function table(left) {
  if (!left[0].includes("|") || !/^\s*\|?[\s:|-]*-[\s:|-]*$/.test(left[1] ?? "")) return undefined;
  const [head, , ...body] = takeWhile(left, (line) => line.includes("|")).map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => inline(cell.trim())),
  );
  return h(
    "div",
    { class: "table" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head.map((cell) => h("th", { scope: "col" }, cell)),
        ),
      ),
      h(
        "tbody",
        {},
        body.map((row) =>
          h(
            "tr",
            {},
            row.map((cell) => h("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}

function list(left) {
  const first = LIST.exec(left[0]);
  if (!first) return undefined;
  const indent = first[1].length;
  const items = [];
  while (left.length && LIST.exec(left[0])?.[1].length === indent) {
    const text = left.shift().replace(LIST, "");
    const nested = takeWhile(left, (line) => /^ */.exec(line)[0].length > indent && line.trim() !== "");
    items.push(h("li", {}, inline(text), nested.length ? markdown(unindent(nested)) : null));
  }
  return first[2] ? h("ol", { start: first[2] }, items) : h("ul", {}, items);
}

function unindent(lines) {
  const indent = Math.min(...lines.map((line) => /^ */.exec(line)[0].length));
  return lines.map((line) => line.slice(indent)).join("\n");
}

function paragraph(left) {
  const first = left.shift();
  return h("p", {}, inline([first, ...takeWhile(left, (line) => !starts(line))].join("\n")));
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, match.index), marked(match.groups));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)];
}

function marked(groups) {
  if (groups.code !== undefined) return h("code", {}, groups.code);
  if (groups.url) return link(groups.url, ...inline(groups.label || groups.url));
  if (groups.auto ?? groups.bare) return link(groups.auto ?? groups.bare);
  if (groups.emoji) return emoji(groups.emoji);
  if (groups.escaped) return groups.escaped;
  const kind = ["strong", "em", "s"].find((name) => groups[name] !== undefined);
  return h(kind, {}, inline(groups[kind]));
}

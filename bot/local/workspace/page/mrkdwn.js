// Slack's mrkdwn, and the pieces of text that every kind of block shares.
// https://docs.slack.dev/messaging/formatting-message-text
import { h } from "./dom.js";
import { slackDate } from "./time.js";

const FENCE = /```\n?([\s\S]*?)\n?```/g;
const QUOTE = /^(?:>|&gt;) ?/;

// One pass over a line, leftmost match first. A mark counts only where words end: 2*3*4 stays as it is.
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    "(?<url>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"*_~])",
    "(?<![\\w*])\\*(?<strong>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
    "(?<!\\w)_(?<em>[^\\s_](?:[^_\\n]*[^\\s_])?)_(?!\\w)",
    "(?<![\\w~])~(?<s>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+'-]+):",
  ].join("|"),
  "gi",
);

const EMOJI = new Map(
  Object.entries({
    "+1": "👍",
    "-1": "👎",
    alarm_clock: "⏰",
    arrow_down: "⬇️",
    arrow_right: "➡️",
    arrow_up: "⬆️",
    bar_chart: "📊",
    bell: "🔔",
    bug: "🐛",
    bulb: "💡",
    calendar: "📅",
    chart: "💹",
    chart_with_downwards_trend: "📉",
    chart_with_upwards_trend: "📈",
    checkered_flag: "🏁",
    clock1: "🕐",
    drum_with_drumsticks: "🥁",
    exclamation: "❗",
    eyes: "👀",
    fire: "🔥",
    gear: "⚙️",
    hammer: "🔨",
    heart: "❤️",
    hourglass: "⌛",
    hourglass_flowing_sand: "⏳",
    information_source: "ℹ️",
    large_blue_circle: "🔵",
    large_green_circle: "🟢",
    large_orange_circle: "🟠",
    large_yellow_circle: "🟡",
    lock: "🔒",
    mag: "🔍",
    memo: "📝",
    no_entry: "⛔",
    package: "📦",
    point_right: "👉",
    pray: "🙏",
    question: "❓",
    raised_hands: "🙌",
    red_circle: "🔴",
    rocket: "🚀",
    rotating_light: "🚨",
    smile: "😄",
    sparkles: "✨",
    speech_balloon: "💬",
    tada: "🎉",
    thinking_face: "🤔",
    thumbsup: "👍",
    ship: "🚢",
    wave: "👋",
    warning: "⚠️",
    wastebasket: "🗑️",
    white_check_mark: "✅",
    wrench: "🔧",
    x: "❌",
    zap: "⚡",
    zzz: "💤",
  }),
);

/** Text as Slack's servers escape it (only &, < and >), turned back. */
export const plain = (text) =>
  text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);

export const emoji = (name) => EMOJI.get(name) ?? `:${name}:`;

/** Text in which only emoji codes mean something (`plain_text`). */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+'-]+):/g, (_, name) => emoji(name));

const isAddress = (url) => /^(https?:\/\/|mailto:)/i.test(url);

/** A link that leaves the page; what is not a web or mail address stays text. */
export function link(url, ...label) {
  const shown = label.length ? label : [url];
  if (!isAddress(url)) return h("span", {}, ...shown);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, ...shown);
}

/** Open the address that a button or an option carries, if it carries one. */
export function visit(url) {
  if (isAddress(url)) window.open(url, "_blank", "noopener,noreferrer");
}

export const mention = (text) => h("span", { class: "mention" }, text);

/** Nodes for a mrkdwn text. `names` tells people and channels by id: {person(id), channel(id), zone}. */
export function mrkdwn(text, names) {
  const nodes = [];
  let end = 0;
  for (const fence of text.matchAll(FENCE)) {
    nodes.push(...lines(text.slice(end, fence.index).replace(/\n$/, ""), names));
    nodes.push(h("pre", {}, plain(fence[1])));
    end = fence.index + fence[0].length;
  }
  const rest = text.slice(end);
  return [...nodes, ...lines(end ? rest.replace(/^\n/, "") : rest, names)];
}

/** A text object of Block Kit, or nothing. */
export function textOf(object, names) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, names) : [withEmoji(object.text)];
}

function lines(text, names) {
  const nodes = [];
  let quoted = [];
  let spoken = [];
  const flush = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, inline(quoted.join("\n"), names)));
    if (spoken.length) nodes.push(...inline(spoken.join("\n"), names));
    [quoted, spoken] = [[], []];
  };
  for (const line of text ? text.split("\n") : []) {
    const isQuote = QUOTE.test(line);
    if ((isQuote ? spoken : quoted).length) flush();
    if (isQuote) quoted.push(line.replace(QUOTE, ""));
    else spoken.push(line);
  }
  flush();
  return nodes;
}

function inline(text, names) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(plain(text.slice(end, match.index)), marked(match.groups, names));
    end = match.index + match[0].length;
  }
  return [...nodes, plain(text.slice(end))];
}

function marked(groups, names) {
  const [kind, inner] = Object.entries(groups).find(([, value]) => value !== undefined);
  if (kind === "code") return h("code", {}, plain(inner));
  if (kind === "emoji") return emoji(inner);
  if (kind === "url") return link(plain(inner));
  if (kind === "angle") return angle(inner, names);
  return h(kind, {}, inline(inner, names));
}

/** What stands between < and >: a person, a channel, a date, a group, or a link. */
function angle(inner, names) {
  const bar = inner.indexOf("|");
  const target = plain(bar < 0 ? inner : inner.slice(0, bar));
  const label = plain(bar < 0 ? "" : inner.slice(bar + 1));
  if (target.startsWith("@"))
    return mention(`@${names.person(target.slice(1)) ?? (label || target.slice(1))}`);
  if (target.startsWith("#"))
    return mention(`#${names.channel(target.slice(1)) ?? (label || "private channel")}`);
  if (target.startsWith("!")) return special(target.slice(1), label, names);
  return isAddress(target) ? link(target, label || target) : `<${plain(inner)}>`; // hides nothing behind a label
}

function special(target, label, names) {
  const [kind, unix, template, url] = target.split("^");
  if (kind !== "date") return mention(label || `@${kind}`);
  if (!/^-?\d{1,12}$/.test(unix) || !template) return label;
  const time = h(
    "time",
    { datetime: new Date(unix * 1000).toISOString() },
    slackDate(Number(unix), template, names.zone),
  );
  return url ? link(url, time) : time;
}

// Times as a person in a given zone reads them. Slack's `ts` is seconds with a fraction, as text.

const LOCALE = "en-GB";
const DAY = 86_400_000;

const format = (options, zone) => (date) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }).format(date);

/** 14:05, in the zone. */
export const clock = (date, zone) => format({ hour: "2-digit", minute: "2-digit" }, zone)(date);

/** Today, Yesterday, or Monday 3 November. */
export function day(date, zone) {
  return relative(date, zone) ?? format({ weekday: "long", day: "numeric", month: "long" }, zone)(date);
}

/** The whole moment, for a tooltip. */
export const moment = (date, zone) => format({ dateStyle: "full", timeStyle: "long" }, zone)(date);

export const ofTs = (ts) => new Date(Number(ts) * 1000);

/**
 * Fill Slack's date tokens, e.g. "{date_short_pretty} at {time}".
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function slackDate(unix, template, zone) {
  const date = new Date(unix * 1000);
  return template.replace(/\{(\w+)\}/g, (token, name) => TOKENS.get(name)?.(date, zone) ?? token);
}

const short = { day: "numeric", month: "short", year: "numeric" };
const middle = { day: "numeric", month: "long", year: "numeric" };
const long = { weekday: "long", ...middle };
const on = (options) => (date, zone) => format(options, zone)(date);
const pretty = (options) => (date, zone) => relative(date, zone)?.toLowerCase() ?? on(options)(date, zone);

const TOKENS = new Map([
  ["date_num", (date, zone) => isoDay(date, zone)],
  ["date_slash", on({ day: "2-digit", month: "2-digit", year: "numeric" })],
  ["date", on(middle)],
  ["date_short", on(short)],
  ["date_long", on(long)],
  ["date_pretty", pretty(middle)],
  ["date_short_pretty", pretty(short)],
  ["date_long_pretty", pretty(long)],
  ["time", clock],
  ["time_secs", on({ timeStyle: "medium" })],
  ["ago", (date) => ago(date)],
]);

function isoDay(date, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(date);
}

function relative(date, zone) {
  const now = Date.now();
  const names = [
    ["Yesterday", -DAY],
    ["Today", 0],
    ["Tomorrow", DAY],
  ];
  return names.find(([, shift]) => isoDay(date, zone) === isoDay(now + shift, zone))?.[0];
}

function ago(date) {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const steps = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  const [unit, size] = steps.find(([, each]) => Math.abs(seconds) >= each) ?? steps.at(-1);
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

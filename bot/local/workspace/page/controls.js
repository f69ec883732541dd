// Block Kit's interactive elements, made of the browser's own controls: they bring keyboard,
// screen reader and phone behaviour along.
// https://docs.slack.dev/reference/block-kit/block-elements
import { ask, busy, h } from "./dom.js";
import { plain, textOf, withEmoji } from "./mrkdwn.js";
import { suggest } from "./suggest.js";

// The key of an element's state that holds its value, in actions as in a view's state.
const VALUE = new Map([
  ["plain_text_input", "value"], ["email_text_input", "value"], ["url_text_input", "value"], ["number_input", "value"],
  ["static_select", "selected_option"], ["external_select", "selected_option"], ["radio_buttons", "selected_option"],
  ["multi_static_select", "selected_options"], ["multi_external_select", "selected_options"], ["checkboxes", "selected_options"],
  ["users_select", "selected_user"], ["multi_users_select", "selected_users"],
  ["channels_select", "selected_channel"], ["multi_channels_select", "selected_channels"],
  ["conversations_select", "selected_conversation"], ["multi_conversations_select", "selected_conversations"],
  ["datepicker", "selected_date"], ["timepicker", "selected_time"], ["datetimepicker", "selected_date_time"],
]);

const MAKERS = new Map([
  ["button", button], ["workflow_button", button], ["icon_button", button], ["overflow", overflow],
  ["static_select", select], ["radio_buttons", choices], ["checkboxes", choices],
  ["users_select", select], ["channels_select", select], ["conversations_select", select],
  ["multi_static_select", several], ["multi_users_select", several],
  ["multi_channels_select", several], ["multi_conversations_select", several],
  ["external_select", external], ["multi_external_select", external],
  ["datepicker", field("date")], ["timepicker", field("time")], ["datetimepicker", moment],
  ["plain_text_input", field("text")], ["email_text_input", field("email")],
  ["url_text_input", field("url")], ["number_input", field("number")],
]);

/**
 * The control for one element of a block.
 *
 * `surface` is the message or view it stands in: {names, people, channels, channel,
 * act(block, element, payload), options(block, element, typed), keep?(block, element, state), kept?}.
 * In an input block a change is only kept, unless the block asks to hear of it.
 */
export function control(block, element, surface) {
  const make = MAKERS.get(element.type);
  if (!make) return h("span", { class: "unknown" }, `This page cannot show a ${element.type}.`);
  const key = VALUE.get(element.type);
  const before = surface.kept?.[block.block_id]?.[element.action_id];
  const started = before ? { ...element, [initial(key)]: before[key] } : element;
  const keep = (value) => surface.keep?.(block, element, { type: element.type, [key]: value });
  if (key) keep(started[initial(key)] ?? (key.endsWith("s") ? [] : null));
  const tell = async (node, payload, { settled = true } = {}) => {
    if (key) keep(payload[key]);
    if (settled && (block.type !== "input" || block.dispatch_action)) await send(node, block, element, payload, surface);
  };
  const node = make(started, { key, tell, block, surface });
  node.dataset.actionId = element.action_id;
  const name = block.type === "input" ? block.label?.text : element.placeholder?.text ?? element.accessibility_label;
  if (name && !node.textContent.trim()) node.setAttribute("aria-label", name);
  else if (element.accessibility_label) node.setAttribute("aria-label", element.accessibility_label);
  return node;
}

/** Say what went wrong, right where it went wrong. */
export function complain(node, sentence) {
  const place = node.closest(".block") ?? node;
  place.querySelector(":scope > .refusal")?.remove();
  if (sentence) place.append(h("p", { class: "refusal", role: "alert" }, sentence));
}

const initial = (key) => key?.replace("selected_", "initial_").replace(/^value$/, "initial_value");

async function send(node, block, element, payload, surface) {
  if (element.confirm && !(await ask(question(element.confirm, surface.names)))) return;
  complain(node);
  const answer = await busy(node, () => surface.act(block, element, payload));
  if (answer && !answer.ok) complain(node, answer.shown ?? answer.error);
}

function question({ title, text, confirm, deny, style }, names) {
  return { title: plain(title.text), text: textOf(text, names), confirm: textOf(confirm, names), deny: textOf(deny, names), style };
}

function button(element, { tell }) {
  const look = { class: element.style === "danger" ? "danger" : element.style, type: "button" };
  const press = (event) => {
    if (element.url) window.open(element.url, "_blank", "noopener");
    tell(event.currentTarget, element.value === undefined ? {} : { value: element.value });
  };
  return h("button", { ...look, onclick: press }, textOf(element.text ?? { text: element.icon }));
}

function overflow(element, { tell }) {
  const choose = (option) => () => {
    menu.open = false;
    menu.firstChild.focus();
    if (option.url) window.open(option.url, "_blank", "noopener");
    tell(menu, { selected_option: option });
  };
  const items = element.options.map((option) => h("button", { type: "button", onclick: choose(option) }, textOf(option.text)));
  const menu = folding("menu", h("summary", { "aria-label": "More actions" }, "⋯"), h("div", {}, items));
  return menu;
}

/** A menu that folds on Escape, and when the person goes elsewhere. */
function folding(look, summary, list) {
  const menu = h("details", { class: look }, summary, list);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault(); // it is meant for the menu alone, not for the modal around it
    event.stopPropagation();
    menu.open = false;
    summary.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
  return menu;
}

document.addEventListener("pointerdown", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = menu.contains(target);
});

/** What can be chosen: {text, value, taken} with `taken` as Slack wants it back. */
function optionsOf(element, surface) {
  const kind = element.type.replace("multi_", "");
  if (kind === "users_select") return surface.people.map(({ id, real_name }) => ({ text: real_name, value: id, taken: id }));
  if (kind === "channels_select" || kind === "conversations_select") {
    const open = surface.channels.filter((channel) => kind === "conversations_select" || (!channel.is_private && !channel.is_im));
    return open.map(({ id, name, is_im }) => ({ text: is_im ? name : `#${name}`, value: id, taken: id }));
  }
  return (element.options ?? []).map(offered);
}

const offered = (option) => ({ text: withEmoji(plain(option.text.text)), value: option.value, taken: option });
const valueOf = (taken) => (typeof taken === "string" ? taken : taken?.value);

function select(element, { key, tell, surface }) {
  const groups = element.option_groups?.map((group) => ({ label: group.label.text, options: group.options.map(offered) }));
  const all = groups ? groups.flatMap((group) => group.options) : optionsOf(element, surface);
  const start = element.default_to_current_conversation ? surface.channel : element[initial(key)];
  const item = ({ text, value }) => h("option", { value }, text);
  const change = (event) => tell(event.currentTarget, { [key]: all.find(({ value }) => value === event.currentTarget.value)?.taken ?? null });
  return h("select", { onchange: change, value: valueOf(start) ?? "" },
    h("option", { value: "" }, element.placeholder?.text ?? "Choose…"),
    groups ? groups.map(({ label, options }) => h("optgroup", { label }, options.map(item))) : all.map(item));
}

let groups = 0;

function choices(element, { key, tell }) {
  const many = element.type === "checkboxes";
  const name = `choice-${(groups += 1)}`;
  const start = [element[initial(key)] ?? []].flat().map(valueOf);
  const change = () => {
    const taken = element.options.filter((_, index) => box.querySelectorAll("input")[index].checked);
    tell(box, { [key]: many ? taken : taken[0] });
  };
  const box = h("div", { class: "choices", role: many ? "group" : "radiogroup" }, element.options.map((option) =>
    h("label", {},
      h("input", { type: many ? "checkbox" : "radio", name, checked: start.includes(option.value), onchange: change }),
      h("span", {}, textOf(option.text), option.description ? h("small", {}, textOf(option.description)) : null))));
  return box;
}

function several(element, { key, tell, surface }) {
  const all = element.option_groups?.flatMap((group) => group.options.map(offered)) ?? optionsOf(element, surface);
  const start = (element[initial(key)] ?? []).map(valueOf);
  const boxes = all.map(({ value }) => h("input", { type: "checkbox", checked: start.includes(value), onchange: () => tell(menu, { [key]: taken() }) }));
  const chosen = () => all.filter((_, index) => boxes[index].checked);
  const summary = h("summary");
  function taken() {
    const texts = chosen().map(({ text }) => text);
    summary.textContent = texts.join(", ") || (element.placeholder?.text ?? "Choose some…");
    return chosen().map((option) => option.taken);
  }
  const list = h("div", { class: "choices" }, all.map(({ text }, index) => h("label", {}, boxes[index], h("span", {}, text))));
  const menu = folding("menu several", summary, list);
  taken();
  return menu;
}

function external(element, { key, tell, block, surface }) {
  const many = element.type.startsWith("multi_");
  let taken = [element[initial(key)] ?? []].flat();
  const chips = h("span", { class: "chips" });
  const input = h("input", { type: "text", placeholder: element.placeholder?.text ?? "Type to search…" });
  const box = h("span", { class: "external" }, chips, input);
  const show = () => {
    chips.replaceChildren(...(many ? taken : []).map((option) =>
      h("button", { type: "button", title: "Remove", onclick: () => change(taken.filter((one) => one !== option)) }, plain(option.text.text), " ×")));
    input.value = many ? "" : plain(taken[0]?.text.text ?? "");
  };
  const change = (options) => {
    taken = options;
    show();
    tell(box, { [key]: many ? taken : taken[0] });
  };
  suggest(input, {
    label: "Options",
    find: async (typed) => (typed.length < (element.min_query_length ?? 3) ? [] : found(await surface.options(block, element, typed))),
    choose: (item) => change(many ? [...taken, item.option] : [item.option]),
  });
  show();
  return box;
}

function found(answer) {
  const options = answer.options ?? (answer.option_groups ?? []).flatMap((group) => group.options);
  return options.map((option) => ({ label: plain(option.text.text), detail: option.description?.text, option }));
}

/** A typed value: kept at each change, told when it is settled (Enter for text, change for dates). */
function field(type) {
  return (element, { key, tell }) => {
    const tag = element.multiline ? "textarea" : "input";
    const value = (event) => ({ [key]: event.currentTarget.value || null });
    const isText = key === "value";
    return h(tag, {
      type: tag === "input" ? type : null,
      placeholder: element.placeholder?.text,
      value: element[initial(key)] ?? "",
      minlength: element.min_length,
      maxlength: element.max_length,
      min: element.min_value,
      max: element.max_value,
      step: element.is_decimal_allowed ? "any" : null,
      autofocus: element.focus_on_load,
      oninput: isText ? (event) => tell(event.currentTarget, value(event), { settled: false }) : null,
      onchange: isText ? null : (event) => tell(event.currentTarget, value(event)),
      onkeydown: (event) => {
        if (!isText || event.key !== "Enter" || tag === "textarea") return;
        tell(event.currentTarget, value(event));
      },
    });
  };
}

/** A moment: Slack's value is epoch seconds, the browser's a local time without zone. */
function moment(element, { key, tell }) {
  const local = (seconds) => new Date((seconds - new Date(seconds * 1000).getTimezoneOffset() * 60) * 1000).toISOString().slice(0, 16);
  return h("input", {
    type: "datetime-local",
    value: element[initial(key)] ? local(element[initial(key)]) : "",
    onchange: (event) => tell(event.currentTarget, { [key]: event.currentTarget.value ? Date.parse(event.currentTarget.value) / 1000 : null }),
  });
}

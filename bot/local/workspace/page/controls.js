// Block Kit's interactive elements, made of the browser's own controls: they bring keyboard,
// screen reader and phone behaviour along.
// https://docs.slack.dev/reference/block-kit/block-elements
import { ask, busy, h } from "./dom.js";
import { choices, external, overflow, select, several } from "./menus.js";
import { plain, textOf, visit } from "./mrkdwn.js";

// Each type of element: what makes it, and under which key its value travels, in actions as in a
// view's state. An element without a key has no state.
const ELEMENTS = new Map(
  [
    ["button", button],
    ["workflow_button", button],
    ["icon_button", button],
    ["overflow", overflow],
    ["static_select", select, "selected_option"],
    ["radio_buttons", choices, "selected_option"],
    ["checkboxes", choices, "selected_options"],
    ["users_select", select, "selected_user"],
    ["channels_select", select, "selected_channel"],
    ["conversations_select", select, "selected_conversation"],
    ["multi_static_select", several, "selected_options"],
    ["multi_users_select", several, "selected_users"],
    ["multi_channels_select", several, "selected_channels"],
    ["multi_conversations_select", several, "selected_conversations"],
    ["external_select", external, "selected_option"],
    ["multi_external_select", external, "selected_options"],
    ["datepicker", field("date"), "selected_date"],
    ["timepicker", field("time"), "selected_time"],
    ["datetimepicker", moment, "selected_date_time"],
    ["plain_text_input", field("text"), "value"],
    ["email_text_input", field("email"), "value"],
    ["url_text_input", field("url"), "value"],
    ["number_input", field("number"), "value"],
  ].map(([type, make, key]) => [type, { make, key }]),
);

/**
 * The control for one element of a block.
 *
 * `surface` is the message or view it stands in: {names, people, channels, channel,
 * act(block, element, payload), options(block, element, typed), keep?(block, element, state), kept?}.
 * In an input block a change is only kept, unless the block asks to hear of it.
 */
export function control(block, element, surface) {
  const { make, key } = ELEMENTS.get(element.type) ?? {};
  if (!make) return h("span", { class: "unknown" }, `This page cannot show a ${element.type}.`);
  const before = surface.kept?.[block.block_id]?.[element.action_id];
  const start = before ? before[key] : element[initial(key)];
  const keep = (value) => surface.keep?.(block, element, { type: element.type, [key]: value });
  if (key) keep(start ?? (key.endsWith("s") ? [] : null));
  const tell = async (node, payload, { settled = true } = {}) => {
    if (key) keep(payload[key]);
    if (settled && (block.type !== "input" || block.dispatch_action))
      await send(node, block, element, payload, surface);
  };
  const node = make(element, { key, start, tell, block, surface });
  node.dataset.actionId = element.action_id;
  const name =
    block.type === "input" ? block.label?.text : (element.placeholder?.text ?? element.accessibility_label);
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
  return {
    title: plain(title.text),
    text: textOf(text, names),
    confirm: textOf(confirm, names),
    deny: textOf(deny, names),
    style,
  };
}

function button(element, { tell }) {
  const look = { class: element.style === "danger" ? "danger" : element.style, type: "button" };
  const press = (event) => {
    visit(element.url);
    tell(event.currentTarget, element.value === undefined ? {} : { value: element.value });
  };
  return h("button", { ...look, onclick: press }, textOf(element.text ?? { text: element.icon }));
}

/** A typed value: kept at each change, told when it is settled (Enter for text, change for dates). */
function field(type) {
  return (element, { key, start, tell }) => {
    const tag = element.multiline ? "textarea" : "input";
    const value = (event) => ({ [key]: event.currentTarget.value || null });
    const isText = key === "value";
    return h(tag, {
      type: tag === "input" ? type : null,
      placeholder: element.placeholder?.text,
      value: start ?? "",
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
function moment(element, { key, start, tell }) {
  const local = (seconds) =>
    new Date((seconds - new Date(seconds * 1000).getTimezoneOffset() * 60) * 1000).toISOString().slice(0, 16);
  return h("input", {
    type: "datetime-local",
    value: start ? local(start) : "",
    onchange: (event) =>
      tell(event.currentTarget, {
        [key]: event.currentTarget.value ? Date.parse(event.currentTarget.value) / 1000 : null,
      }),
  });
}

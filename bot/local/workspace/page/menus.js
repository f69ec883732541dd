// Block Kit's elements that choose from a list.
// https://docs.slack.dev/reference/block-kit/block-elements
//
// Each maker takes the element and {key, start, tell, block, surface}: the name of its value in
// Slack's payloads, the value to start with, and how to tell of a change (see controls.js).
import { h } from "./dom.js";
import { plain, textOf, visit, withEmoji } from "./mrkdwn.js";
import { suggest } from "./suggest.js";

export function overflow(element, { tell }) {
  const choose = (option) => () => {
    menu.open = false;
    menu.firstChild.focus();
    visit(option.url);
    tell(menu, { selected_option: option });
  };
  const items = element.options.map((option) =>
    h("button", { type: "button", onclick: choose(option) }, textOf(option.text)),
  );
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
  if (kind === "users_select")
    return surface.people.map(({ id, real_name }) => ({ text: real_name, value: id, taken: id }));
  if (kind === "channels_select" || kind === "conversations_select") {
    const taken = kind === "channels_select" ? ["public"] : element.filter?.include;
    const open = surface.channels.filter((channel) => !taken || taken.includes(sortOf(channel)));
    return open.map(({ id, name, is_im }) => ({ text: is_im ? name : `#${name}`, value: id, taken: id }));
  }
  return (element.options ?? []).map(offered);
}

const sortOf = ({ is_im, is_private }) => (is_im ? "im" : is_private ? "private" : "public");

const offered = (option) => ({
  text: withEmoji(plain(option.text.text)),
  value: option.value,
  taken: option,
});
const valueOf = (taken) => (typeof taken === "string" ? taken : taken?.value);

export function select(element, { key, start, tell, surface }) {
  const groups = element.option_groups?.map((group) => ({
    label: group.label.text,
    options: group.options.map(offered),
  }));
  const all = groups ? groups.flatMap((group) => group.options) : optionsOf(element, surface);
  const first = start ?? (element.default_to_current_conversation ? surface.channel : undefined);
  const item = ({ text, value }) => h("option", { value }, text);
  const change = (event) =>
    tell(event.currentTarget, {
      [key]: all.find(({ value }) => value === event.currentTarget.value)?.taken ?? null,
    });
  return h(
    "select",
    { onchange: change, value: valueOf(first) ?? "" },
    h("option", { value: "" }, element.placeholder?.text ?? "Choose…"),
    groups ? groups.map(({ label, options }) => h("optgroup", { label }, options.map(item))) : all.map(item),
  );
}

let groups = 0;

export function choices(element, { key, start, tell }) {
  const many = element.type === "checkboxes";
  const name = `choice-${(groups += 1)}`;
  const before = [start ?? []].flat().map(valueOf);
  const change = () => {
    const taken = element.options.filter((_, index) => box.querySelectorAll("input")[index].checked);
    tell(box, { [key]: many ? taken : taken[0] });
  };
  const box = h(
    "div",
    { class: "choices", role: many ? "group" : "radiogroup" },
    element.options.map((option) =>
      h(
        "label",
        {},
        h("input", {
          type: many ? "checkbox" : "radio",
          name,
          checked: before.includes(option.value),
          onchange: change,
        }),
        h(
          "span",
          {},
          textOf(option.text),
          option.description ? h("small", {}, textOf(option.description)) : null,
        ),
      ),
    ),
  );
  return box;
}

export function several(element, { key, start, tell, surface }) {
  const all =
    element.option_groups?.flatMap((group) => group.options.map(offered)) ?? optionsOf(element, surface);
  const before = (start ?? []).map(valueOf);
  const boxes = all.map(({ value }) =>
    h("input", {
      type: "checkbox",
      checked: before.includes(value),
      onchange: () => tell(menu, { [key]: taken() }),
    }),
  );
  const chosen = () => all.filter((_, index) => boxes[index].checked);
  const summary = h("summary");
  function taken() {
    const texts = chosen().map(({ text }) => text);
    summary.textContent = texts.join(", ") || (element.placeholder?.text ?? "Choose some…");
    return chosen().map((option) => option.taken);
  }
  const list = h(
    "div",
    { class: "choices" },
    all.map(({ text }, index) => h("label", {}, boxes[index], h("span", {}, text))),
  );
  const menu = folding("menu several", summary, list);
  taken();
  return menu;
}

export function external(element, { key, start, tell, block, surface }) {
  const many = element.type.startsWith("multi_");
  let taken = [start ?? []].flat();
  const chips = h("span", { class: "chips" });
  const input = h("input", { type: "text", placeholder: element.placeholder?.text ?? "Type to search…" });
  const box = h("span", { class: "external" }, chips, input);
  const show = () => {
    chips.replaceChildren(
      ...(many ? taken : []).map((option) =>
        h(
          "button",
          { type: "button", title: "Remove", onclick: () => change(taken.filter((one) => one !== option)) },
          plain(option.text.text),
          " ×",
        ),
      ),
    );
    input.value = many ? "" : plain(taken[0]?.text.text ?? "");
  };
  const change = (options) => {
    taken = options;
    show();
    tell(box, { [key]: many ? taken : taken[0] });
  };
  suggest(input, {
    label: "Options",
    find: async (typed) =>
      typed.length < (element.min_query_length ?? 3)
        ? []
        : found(await surface.options(block, element, typed)),
    choose: (item) => change(many ? [...taken, item.option] : [item.option]),
  });
  show();
  return box;
}

function found(answer) {
  const options = answer.options ?? (answer.option_groups ?? []).flatMap((group) => group.options);
  return options.map((option) => ({
    label: plain(option.text.text),
    detail: option.description?.text,
    option,
  }));
}

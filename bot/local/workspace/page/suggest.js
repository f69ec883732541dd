// A list of suggestions under a text field: the composer's commands, an app's external options.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
import { fill, h } from "./dom.js";

let made = 0;

/**
 * Offer suggestions for what is typed in `field`; the list is put right before it.
 * `find(text)` gives (a promise of) items {label, detail?, ...}; `choose(item)` takes one over.
 * Arrow keys move, Tab and Enter choose, Escape closes; other keys stay the field's own.
 */
export function suggest(field, { find, choose, label }) {
  const list = h("ul", {
    class: "suggestions",
    role: "listbox",
    id: `suggestions-${(made += 1)}`,
    "aria-label": label,
    hidden: true,
  });
  let items = [];
  let at = 0;
  let asked = 0;

  field.before(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
    ["autocomplete", "off"],
  ]) {
    field.setAttribute(name, value);
  }
  field.addEventListener("input", refresh);
  field.addEventListener("focus", refresh);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const act = list.hidden || event.isComposing ? undefined : KEYS[event.key];
    if (!act || (event.key === "Tab" && event.shiftKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the field's own Enter must not also send
    act();
  });

  const KEYS = {
    ArrowDown: () => move(at + 1),
    ArrowUp: () => move(at - 1),
    Tab: () => take(items[at]),
    Enter: () => take(items[at]),
    Escape: close,
  };

  async function refresh() {
    const turn = (asked += 1);
    const found = await find(field.value);
    if (turn !== asked || document.activeElement !== field) return; // an older answer came late
    items = found;
    fill(list, items.map(option));
    list.hidden = items.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (items.length) move(0);
  }

  function option(item, index) {
    return h(
      "li",
      {
        role: "option",
        id: `${list.id}-${index}`,
        onpointerdown: (event) => (event.preventDefault(), take(item)),
      },
      h("b", {}, item.label),
      item.detail ? h("span", {}, item.detail) : null,
    );
  }

  function move(to) {
    at = (to + items.length) % items.length;
    [...list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function take(item) {
    close();
    choose(item);
  }

  function close() {
    asked += 1;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
}

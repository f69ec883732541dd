// Building the page. Everything is made of elements and text nodes: a string is never parsed as
// HTML, so nothing that a person, an app or a vendor wrote can become markup.

/**
 * Make one element. Props starting with "on" are listeners; null, undefined and false are left out.
 * Children may be nodes, strings, nested arrays, or nothing.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  node.append(...present(children));
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value")
      node.value = value; // after the children: a select needs its options
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

/** Replace what is inside `node`. */
export function fill(node, ...children) {
  node.replaceChildren(...present(children));
}

/**
 * Make `change`, which rebuilds elements, without taking the keyboard away: what had the focus
 * inside `root` is found again, by its `key` attribute, inside what `change` returns.
 */
export function holdFocus(root, key, change) {
  const held = root.contains(document.activeElement) ? document.activeElement.getAttribute(key) : null;
  const rebuilt = change();
  if (held) rebuilt.querySelector(`[${key}="${CSS.escape(held)}"]`)?.focus();
}

export const byId = (id) => document.getElementById(id);

/** Run `work` while `node` shows that it is busy; a second press meanwhile does nothing. */
export async function busy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return undefined;
  node.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/** A round picture with a person's or an app's initials. */
export function avatar(name, color) {
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join("");
  const node = h("span", { class: "avatar", "aria-hidden": "true" }, initials.toUpperCase());
  if (color) node.style.setProperty("--avatar", color.startsWith("#") ? color : `#${color}`);
  return node;
}

/** Ask before something that cannot be taken back. Resolves to true or false. */
export function ask({ title, text, confirm, deny, style }) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "ask", "aria-label": title, onclose: () => finish(dialog.returnValue === "yes") },
      h(
        "form",
        { method: "dialog" },
        h("h2", {}, title),
        h("p", {}, text),
        h(
          "div",
          { class: "buttons" },
          h("button", { value: "no" }, deny),
          h("button", { value: "yes", class: style === "danger" ? "danger" : "primary" }, confirm),
        ),
      ),
    );
    function finish(answer) {
      dialog.remove();
      resolve(answer);
    }
    document.body.append(dialog);
    dialog.showModal();
  });
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

// Modals: a stack of views in one dialog, the last one on top.
// https://docs.slack.dev/surfaces/modals
import { blocks } from "./blocks.js";
import { complain } from "./controls.js";
import { busy, fill, h } from "./dom.js";
import { textOf } from "./mrkdwn.js";

/**
 * `surfaceOf(view, kept)` gives what a view's blocks need; `submit(view, values)` and
 * `close(view)` tell the server.
 */
export class Modals {
  #dialog;
  #ports;
  #stack = [];
  #kept = new Map(); // view id -> block id -> action id -> state: what was typed outlives an update

  constructor(dialog, ports) {
    this.#dialog = dialog;
    this.#ports = ports;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // Escape takes away one view, not all
      this.#dismiss();
    });
  }

  push(view) {
    this.#stack.push(view);
    this.#render();
  }

  update(view) {
    this.#stack = this.#stack.map((known) => (known.id === view.id ? view : known));
    this.#render();
  }

  /** Take away one view; without an id, all of them. */
  remove(id) {
    this.#stack = id ? this.#stack.filter((view) => view.id !== id) : [];
    this.#kept.delete(id);
    this.#render();
  }

  get #top() {
    return this.#stack.at(-1);
  }

  #render() {
    const view = this.#top;
    if (!view) {
      this.#dialog.close();
      return;
    }
    const kept = this.#kept.get(view.id) ?? Object.create(null); // ids are the app's words, also "__proto__"
    this.#kept.set(view.id, kept);
    const back = this.#place(view); // whoever chose something that changes the view goes on there
    fill(this.#dialog, this.#form(view, this.#ports.surfaceOf(view, kept), kept));
    if (!this.#dialog.open) this.#dialog.showModal();
    (
      back() ??
      this.#dialog.querySelector("[autofocus]") ??
      this.#dialog.querySelector(".view-body :is(input, textarea, select, summary)")
    )?.focus();
  }

  /** Finds the control again that has the focus, once the same view is drawn anew. */
  #place(view) {
    const body = () => this.#dialog.querySelector(`[data-view="${view.id}"] .view-body`);
    const controls = (block) => [...block.querySelectorAll("input, textarea, select, summary, button")];
    const block = document.activeElement?.closest(".view-body [data-block-id]");
    if (!block || !body()) return () => null;
    const { blockId } = block.dataset;
    const [index, top] = [controls(block).indexOf(document.activeElement), body().scrollTop];
    return () => {
      body().scrollTop = top;
      const again = [...body().querySelectorAll("[data-block-id]")].find((one) => one.dataset.blockId === blockId);
      return again ? controls(again)[index] : null;
    };
  }

  #form(view, surface, kept) {
    const { names } = surface;
    const submit = view.submit
      ? h("button", { type: "submit", class: "primary" }, textOf(view.submit, names))
      : null;
    const onsubmit = (event) => {
      event.preventDefault();
      busy(submit ?? this.#dialog, () => this.#submit(view, kept));
    };
    return h(
      "form",
      { onsubmit, novalidate: true, "data-view": view.id },
      h(
        "header",
        {},
        h("h2", { id: "modal-title" }, textOf(view.title, names)),
        h(
          "button",
          { type: "button", class: "plain", "aria-label": "Close", onclick: () => this.#dismiss() },
          "×",
        ),
      ),
      h("div", { class: "view-body" }, blocks(view.blocks, surface)),
      h("p", { class: "refusal", role: "alert" }),
      h(
        "footer",
        { class: "buttons" },
        h(
          "button",
          { type: "button", onclick: () => this.#dismiss() },
          view.close ? textOf(view.close, names) : submit ? "Cancel" : "Close",
        ),
        submit,
      ),
    );
  }

  async #submit(view, values) {
    const missing = view.blocks.filter(
      (block) =>
        block.type === "input" &&
        !block.optional &&
        isEmpty(values[block.block_id]?.[block.element.action_id]),
    );
    const errors = Object.fromEntries(missing.map((block) => [block.block_id, "Please fill this in."]));
    const answer = missing.length ? { ok: true, errors } : await this.#ports.submit(view, values);
    if (answer.errors) this.#refuse(answer.errors);
    else if (!answer.ok)
      this.#dialog.querySelector("form > .refusal").textContent = answer.shown ?? answer.error;
  }

  #refuse(errors) {
    for (const node of this.#dialog.querySelectorAll("[data-block-id]"))
      complain(node, errors[node.dataset.blockId]);
    this.#dialog
      .querySelector(".refusal:not(:empty)")
      ?.closest(".block")
      ?.querySelector("input, textarea, select")
      ?.focus();
  }

  #dismiss() {
    const view = this.#top;
    this.remove(view.id);
    this.#ports.close(view);
  }
}

function isEmpty(state) {
  const { type, ...rest } = state ?? {};
  const [value] = Object.values(rest);
  return value === undefined || value === null || value.length === 0;
}

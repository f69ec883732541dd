// The drawer for whoever tries the app on bad days: faults, lost connections, slow files, the call log.
import { drop, post, read } from "./api.js";
import { ask, busy, fill, h } from "./dom.js";

const METHODS = [
  "*",
  "chat.postMessage",
  "chat.update",
  "chat.postEphemeral",
  "files.getUploadURLExternal",
  "files.completeUploadExternal",
  "files.info",
  "users.info",
  "views.open",
  "views.publish",
  "upload",
  "response_url",
  "socket",
];

// What each kind of fault does, and the one further field it needs.
const KINDS = new Map(
  Object.entries({
    delay: { says: "Answer late", field: ["seconds", "number", "Seconds", 3] },
    ratelimited: {
      says: "Too many requests (429)",
      field: ["retry_after", "number", "Retry after, seconds", 2],
    },
    status: { says: "Answer with an HTTP status", field: ["status", "number", "Status", 503] },
    drop_before: { says: "Drop the connection before accepting" },
    drop_after: { says: "Drop the connection after accepting" },
    error: { says: "Answer with an error code", field: ["error", "text", "Error", "internal_error"] },
    body: { says: "Accept, and answer with something else", field: ["body", "text", "Body", "{}"] },
  }),
);

const DISCONNECTS = [
  ["warning", "Warn, then part"],
  ["refresh_requested", "Ask to refresh"],
  ["abrupt", "Cut"],
];

/** Fill the drawer. Returns {faults(list), calls()} to keep it current. */
export function tools(panel, state) {
  const active = h("ul", { class: "faults" });
  const log = h("ol", { class: "calls", tabindex: "0", "aria-label": "Calls of the app, newest first" });
  const calls = async () => {
    const answer = await read("calls");
    fill(log, (answer.calls ?? []).slice(-100).reverse().map(callLine));
  };
  const faults = (list) =>
    fill(
      active,
      list.map((fault) => h("li", {}, sentence(fault))),
    );
  fill(
    panel,
    part(
      "Make calls fail",
      "The app's next calls go wrong in the way you choose.",
      faultForm(),
      active,
      action("Clear all faults", () => drop("faults")),
    ),
    part(
      "Connection",
      "End the app's connection, as Slack does now and then.",
      h(
        "p",
        { class: "buttons" },
        DISCONNECTS.map(([reason, says]) => action(says, () => post("disconnect", { reason }))),
      ),
    ),
    part("Files", "How long an uploaded picture takes until it can be shown.", settleForm(state.settle)),
    part(
      "Calls of the app",
      state.limits ? "Rate limits are on." : "Rate limits are off.",
      log,
      action("Refresh", calls),
    ),
    part(
      "Start over",
      "Forget all messages, files and faults.",
      action("Reset the workspace", reset, "danger"),
    ),
  );
  faults(state.faults ?? []);
  return { faults, calls };
}

function part(title, says, ...rest) {
  return h("section", {}, h("h3", {}, title), h("p", { class: "hint" }, says), rest);
}

function action(says, work, style) {
  return h(
    "button",
    { type: "button", class: style, onclick: ({ currentTarget }) => busy(currentTarget, work) },
    says,
  );
}

async function reset() {
  const sure = await ask({
    title: "Start over?",
    text: "Every message and file of this workspace goes away.",
    confirm: "Reset",
    deny: "Keep",
    style: "danger",
  });
  if (sure) await post("reset");
}

const labelled = (says, node) => h("label", {}, h("span", { class: "label" }, says), node);

function faultForm() {
  const further = h("div");
  const kind = h(
    "select",
    { name: "kind", onchange: ({ currentTarget }) => need(currentTarget.value) },
    [...KINDS].map(([value, { says }]) => h("option", { value }, says)),
  );
  function need(chosen) {
    const [name, type, says, value] = KINDS.get(chosen).field ?? [];
    fill(
      further,
      name ? labelled(says, h("input", { name, type, value, step: "any", min: 0, required: true })) : null,
    );
  }
  need("delay");
  const send = (event) => {
    event.preventDefault();
    busy(event.currentTarget, () => post("faults", fieldsOf(event.currentTarget)));
  };
  return h(
    "form",
    { onsubmit: send },
    labelled(
      "Calls of",
      h(
        "select",
        { name: "method" },
        METHODS.map((value) => h("option", { value }, value === "*" ? "every method" : value)),
      ),
    ),
    labelled("What happens", kind),
    further,
    labelled("Times", h("input", { name: "times", type: "number", min: 1, value: 1, required: true })),
    h("button", { type: "submit", class: "primary" }, "Add"),
  );
}

function fieldsOf(form) {
  return Object.fromEntries(
    [...form.elements]
      .filter(({ name }) => name)
      .map(({ name, type, value }) => [name, type === "number" ? Number(value) : value]),
  );
}

function settleForm({ file_ready_after: seconds, share_dropped: dropped, hide_unshared_files: hidden } = {}) {
  const send = ({ target: { name, type, checked, value } }) =>
    post("settle", { [name]: type === "checkbox" ? checked : Number(value) });
  const box = (name, says, checked) =>
    h("label", {}, h("input", { type: "checkbox", name, checked }), h("span", {}, says));
  return h(
    "form",
    { onchange: send },
    labelled(
      "Seconds",
      h("input", {
        name: "file_ready_after",
        type: "number",
        min: 0,
        step: 0.1,
        value: seconds ?? "",
        placeholder: "as started",
      }),
    ),
    h(
      "div",
      { class: "choices" },
      box("share_dropped", "Accept shares, then lose them", dropped),
      box("hide_unshared_files", "Hide files that were not shared to the channel", hidden),
    ),
  );
}

function sentence({ method, kind, times, seconds, status, error, retry_after: retry }) {
  const detail = seconds ?? status ?? error ?? retry;
  return `${method === "*" ? "Every method" : method}: ${KINDS.get(kind)?.says ?? kind}${detail ? ` (${detail})` : ""}, ${times} more`;
}

function callLine({ method, args, ok, error }) {
  return h(
    "li",
    { class: ok ? null : "failed" },
    h(
      "details",
      {},
      h("summary", {}, h("code", {}, method), ok ? null : h("span", {}, error)),
      h("pre", {}, JSON.stringify(args, null, 2)),
    ),
  );
}

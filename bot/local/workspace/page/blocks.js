// Block Kit, block by block. https://docs.slack.dev/reference/block-kit/blocks
import { control } from "./controls.js";
import { h } from "./dom.js";
import { markdown } from "./markdown.js";
import { emoji, link, mention, mrkdwn, plain, textOf } from "./mrkdwn.js";
import { picture } from "./pictures.js";
import { slackDate } from "./time.js";

const BLOCKS = new Map(
  Object.entries({
    section,
    header,
    context,
    divider,
    actions,
    image,
    input,
    rich_text,
    markdown: markdownBlock,
    table,
    data_table,
    data_visualization,
    context_actions: actions,
    alert,
    container,
    video,
  }),
);

/** Nodes for a list of blocks. `surface` is what the blocks stand in, see controls.js. */
export function blocks(list, surface) {
  return (list ?? []).map((block) => {
    const node = made(block, surface);
    node.classList.add("block");
    if (block.block_id) node.dataset.blockId = block.block_id;
    return node;
  });
}

/** One block; one that is not shaped as Slack says must not take the rest of the list with it. */
function made(block, surface) {
  const make = BLOCKS.get(block.type);
  if (!make) return unknown(block);
  try {
    const node = make(block, surface);
    node.classList.add(`block-${block.type}`);
    return node;
  } catch {
    return unknown(block);
  }
}

/** A block this page cannot show: what the app sent, rather than nothing. */
function unknown(block) {
  return h(
    "details",
    { class: "unknown" },
    h("summary", {}, `A block of type ${block.type}`),
    h("pre", {}, JSON.stringify(block, null, 2)),
  );
}

function section(block, surface) {
  const text = block.text ? h("div", { class: "text" }, textOf(block.text, surface.names)) : null;
  const fields = block.fields
    ? h(
        "div",
        { class: "fields" },
        block.fields.map((one) => h("div", { class: "text" }, textOf(one, surface.names))),
      )
    : null;
  return h(
    "div",
    {},
    h("div", { class: "body" }, text, fields),
    block.accessory ? element(block, block.accessory, surface) : null,
  );
}

function element(block, one, surface) {
  if (one.type === "image") return picture(one, surface.pictures);
  if (one.type === "feedback_buttons")
    return h(
      "span",
      {},
      [one.positive_button, one.negative_button].map((each) =>
        control(block, { ...each, type: "button", action_id: one.action_id }, surface),
      ),
    );
  return control(block, one, surface);
}

function header(block, { names }) {
  return h("h3", {}, textOf(block.text, names));
}

function divider() {
  return h("hr");
}

function actions(block, surface) {
  return h(
    "div",
    {},
    block.elements.map((one) => element(block, one, surface)),
  );
}

function markdownBlock(block) {
  return h("div", { class: "text" }, markdown(block.text));
}

function alert(block, { names }) {
  return h("div", { role: "note" }, textOf(block.text, names));
}

function container(block, surface) {
  const title = block.title ? h("h4", {}, textOf(block.title, surface.names)) : null;
  return h("div", {}, title, blocks(block.child_blocks, surface));
}

function video(block, { names }) {
  return h("div", {}, link(block.title_url ?? block.video_url, ...textOf(block.title, names)), " (video)");
}

function context(block, surface) {
  return h(
    "div",
    {},
    block.elements.map((one) =>
      one.type === "image"
        ? picture(one, surface.pictures)
        : h("span", { class: "text" }, textOf(one, surface.names)),
    ),
  );
}

function image(block, surface) {
  const caption = block.title ? h("figcaption", {}, textOf(block.title, surface.names)) : null;
  return h("figure", {}, caption, picture(block, surface.pictures));
}

function input(block, surface) {
  const made = control(block, block.element, surface);
  const single = made.matches("input, textarea, select");
  return h(
    single ? "label" : "div",
    {},
    h(
      "span",
      { class: "label" },
      textOf(block.label, surface.names),
      block.optional ? h("small", {}, " optional") : null,
    ),
    made,
    block.hint ? h("small", { class: "hint" }, textOf(block.hint, surface.names)) : null,
  );
}

// Rich text: sections of runs, lists, quotes and code.

function rich_text(block, surface) {
  return h(
    "div",
    { class: "text" },
    block.elements.map((part) => richPart(part, surface.names)),
  );
}

function richPart(part, names) {
  if (part.type === "rich_text_list") {
    const items = part.elements.map((item) => h("li", {}, richRuns(item.elements, names)));
    const list =
      part.style === "ordered" ? h("ol", { start: (part.offset ?? 0) + 1 }, items) : h("ul", {}, items);
    list.style.setProperty("--indent", part.indent ?? 0);
    return list;
  }
  const tag = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" }[part.type] ?? "div";
  return h(tag, {}, richRuns(part.elements ?? [], names));
}

const richRuns = (runs, names) => runs.map((run) => styled(richRun(run, names), run.style ?? {}));

function richRun(run, names) {
  if (run.type === "text") return run.text;
  if (run.type === "link") return link(run.url, run.text ?? run.url);
  if (run.type === "emoji") return emoji(run.name);
  if (run.type === "user") return mention(`@${names.person(run.user_id) ?? run.user_id}`);
  if (run.type === "channel") return mention(`#${names.channel(run.channel_id) ?? "private channel"}`);
  if (run.type === "broadcast") return mention(`@${run.range}`);
  if (run.type === "date") return slackDate(run.timestamp, run.format, names.zone);
  return run.text ?? run.value ?? "";
}

function styled(node, style) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

// Tables, and charts as tables: the numbers are what matters here.

function grid(caption, head, body, align = []) {
  const side = (index) => (align[index] && align[index] !== "left" ? `align-${align[index]}` : null);
  const row = (cells, tag, scope) =>
    h(
      "tr",
      {},
      cells.map((cell, index) => h(tag, { scope, class: side(index) }, cell)),
    );
  return h(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      {},
      caption ? h("caption", {}, caption) : null,
      h("thead", {}, row(head, "th", "col")),
      h(
        "tbody",
        {},
        body.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

function cell(one, surface) {
  if (one.type === "rich_text") return one.elements.map((part) => richPart(part, surface.names));
  return String(one.text ?? one.value ?? "");
}

function table(block, surface) {
  const [head, ...body] = block.rows.map((row) => row.map((one) => cell(one, surface)));
  return grid(
    null,
    head,
    body,
    (block.column_settings ?? []).map((column) => column?.align),
  );
}

function data_table(block, surface) {
  const [head, ...body] = block.rows.map((row) => row.map((one) => cell(one, surface)));
  const numeric = block.rows[1]?.map((one) => (one.type === "raw_number" ? "right" : "left"));
  return grid(block.caption, head, body, numeric);
}

function data_visualization(block) {
  const { type, segments, series = [], axis_config: axis } = block.chart;
  const caption = `${block.title} (${type} chart, as a table)`;
  if (segments)
    return grid(
      caption,
      ["", "Value"],
      segments.map(({ label, value }) => [label, String(value)]),
      ["left", "right"],
    );
  const labels = axis?.categories ?? series[0].data.map(({ label }) => label);
  const at = (one, label) => String(one.data.find((point) => point.label === label)?.value ?? "");
  return grid(
    caption,
    [axis?.x_label ?? "", ...series.map(({ name }) => name)],
    labels.map((label) => [label, ...series.map((one) => at(one, label))]),
    ["left", ...series.map(() => "right")],
  );
}

/** Legacy attachments: a bar of colour beside blocks or text. */
export function attachment(one, surface) {
  const node = h(
    "div",
    { class: "attachment" },
    one.pretext ? h("div", { class: "text" }, mrkdwn(one.pretext, surface.names)) : null,
    one.title
      ? h("strong", {}, one.title_link ? link(one.title_link, plain(one.title)) : plain(one.title))
      : null,
    one.blocks
      ? blocks(one.blocks, surface)
      : h("div", { class: "text" }, mrkdwn(one.text ?? one.fallback ?? "", surface.names)),
    (one.fields ?? []).map((each) =>
      h(
        "div",
        { class: "text" },
        h("strong", {}, plain(each.title)),
        "\n",
        mrkdwn(each.value, surface.names),
      ),
    ),
    one.footer ? h("small", {}, plain(one.footer)) : null,
  );
  if (/^#?[0-9a-f]{6}$/i.test(one.color ?? ""))
    node.style.setProperty("--bar", `#${one.color.replace("#", "")}`);
  return node;
}

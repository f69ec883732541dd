// Messages, and the list that keeps them in order while they come, change and go.
import { attachment, blocks } from "./blocks.js";
import { avatar, fill, h, holdFocus } from "./dom.js";
import { emoji, mrkdwn, plain } from "./mrkdwn.js";
import { keepPictures, picture } from "./pictures.js";
import { clock, day, moment, ofTs } from "./time.js";

const TOGETHER = 300; // seconds within which one author's messages share a heading
const NEAR_END = 80; // pixels

export const isReply = (message) =>
  message.thread_ts && message.thread_ts !== message.ts && !message.reply_broadcast;

/**
 * A list of messages in `node` (role=log). `surfaceOf(message)` gives what its blocks need;
 * `openThread(message)` is left out where there are no threads in threads; `empty()` gives the
 * nodes to show while there is nothing else.
 */
export class Log {
  #node;
  #make;
  #messages = new Map();

  constructor(node, { surfaceOf, openThread, empty }) {
    this.#node = node;
    this.empty = empty;
    this.#make = (message) => article(message, surfaceOf(message), openThread);
    node.addEventListener("load", () => this.#stayAtEnd && this.toEnd(), true); // pictures grow when they come
    node.addEventListener("scroll", () => (this.#stayAtEnd = this.#isAtEnd()));
  }

  #stayAtEnd = true;

  show(messages) {
    this.#messages = new Map(messages.map((message) => [message.ts, message]));
    fill(this.#node, messages.length ? messages.map(this.#make) : this.empty?.());
    this.#arrange();
    this.toEnd();
  }

  get(ts) {
    return this.#messages.get(ts);
  }

  /** Add a message in its place, or show its new version. */
  put(message) {
    if (!this.#messages.size) fill(this.#node);
    const known = this.#messages.has(message.ts);
    this.#messages.set(message.ts, message);
    const node = this.#make(message);
    if (known) replace(this.#find(message.ts), node);
    else
      this.#node.insertBefore(
        node,
        this.#articles().find(({ dataset }) => Number(dataset.ts) > Number(message.ts)) ?? null,
      );
    this.#arrange();
    if (this.#stayAtEnd) this.toEnd();
  }

  remove(ts) {
    if (!this.#messages.delete(ts)) return;
    this.#find(ts).remove();
    this.#arrange();
    if (!this.#messages.size) fill(this.#node, this.empty?.());
  }

  toEnd() {
    this.#node.scrollTop = this.#node.scrollHeight;
    this.#stayAtEnd = true;
  }

  #articles() {
    return [...this.#node.querySelectorAll(":scope > .message")];
  }

  #find(ts) {
    return this.#articles().find(({ dataset }) => dataset.ts === ts);
  }

  #isAtEnd() {
    return this.#node.scrollHeight - this.#node.scrollTop - this.#node.clientHeight < NEAR_END;
  }

  /** Head each day, and let messages that follow on from one author stand together. */
  #arrange() {
    let before;
    for (const node of this.#articles()) {
      const { ts, author, on, ephemeral } = node.dataset;
      const newDay = on !== before?.on;
      node.classList.toggle("first-of-day", newDay);
      const alike = author === before?.author && ephemeral === before?.ephemeral;
      node.classList.toggle("follows", !newDay && alike && ts - before.ts < TOGETHER);
      before = node.dataset;
    }
  }
}

/** Put a message's new version in place: no picture is loaded twice, no button loses the keyboard. */
function replace(old, node) {
  keepPictures(old, node);
  holdFocus(old, "data-action-id", () => (old.replaceWith(node), node));
}

function article(message, surface, openThread) {
  const date = ofTs(message.ts);
  const { zone } = surface.names;
  const person = surface.people.find(({ id }) => id === message.user);
  const name = person?.real_name ?? message.name ?? "App";
  const when = h("time", { datetime: date.toISOString(), title: moment(date, zone) }, clock(date, zone));
  return h(
    "article",
    {
      class: "message",
      "data-ts": message.ts,
      "data-author": `${message.user ?? ""}/${message.bot_id ?? ""}`,
      "data-on": day(date, zone),
      "data-ephemeral": message.ephemeral,
      "data-app": message.bot_id,
    },
    avatar(name, person?.color ?? (message.bot_id ? null : "66727f")),
    h(
      "div",
      { class: "content" },
      h("header", {}, h("b", {}, name), message.bot_id ? h("span", { class: "tag" }, "app") : null, when),
      message.ephemeral ? h("p", { class: "only-you" }, "Only visible to you") : null,
      body(message, surface),
      message.edited ? h("small", { class: "edited" }, "(edited)") : null,
      files(message, surface),
      (message.attachments ?? []).map((one) => attachment(one, surface)),
      reactions(message),
      openThread && !message.ephemeral ? threadButton(message, openThread) : null,
    ),
  );
}

function body(message, surface) {
  if (message.blocks?.length) return blocks(message.blocks, surface);
  return message.text ? h("div", { class: "text" }, mrkdwn(message.text, surface.names)) : null;
}

function files(message, surface) {
  return (message.files ?? []).map((file) => {
    const title = file.title || file.name;
    if (!/^(image\/|$)/.test(file.mimetype ?? "")) {
      return h(
        "a",
        { class: "file", href: surface.pictures.url(file.id), download: file.name },
        `${title}, ${Math.ceil(file.size / 1024)} kB`,
      );
    }
    const shown = { slack_file: { id: file.id }, alt_text: title, ready: file.ready };
    return h("figure", {}, h("figcaption", {}, plain(title)), picture(shown, surface.pictures));
  });
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h(
    "p",
    { class: "reactions" },
    message.reactions.map(({ name, users }) =>
      h("span", { "aria-label": `${name}, ${users.length}` }, emoji(name), ` ${users.length}`),
    ),
  );
}

function threadButton(message, openThread) {
  const count = message.reply_count ?? 0;
  const label = count ? `${count} ${count === 1 ? "reply" : "replies"}` : "Reply in thread";
  return h(
    "button",
    { type: "button", class: count ? "replies" : "replies none", onclick: () => openThread(message.ts) },
    label,
  );
}

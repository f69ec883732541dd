// The page: who looks at which channel, and what arrives there.
import { fileUrl, listen, post, read } from "./api.js";
import { blocks } from "./blocks.js";
import { composer, examples } from "./composer.js";
import { avatar, byId, fill, h } from "./dom.js";
import { isReply, Log } from "./messages.js";
import { Modals } from "./modal.js";
import { fileReady } from "./pictures.js";
import { open, sidebar, status } from "./sidebar.js";
import { tools } from "./tools.js";

// What the page shows now. `thread` is the ts of the open thread; `home` is true on the app's Home tab.
const now = {
  state: null,
  me: null,
  channel: null,
  thread: null,
  home: false,
  lost: false,
  unread: new Set(),
};
const CLOCKS = 20_000; // ms after which the people's clocks are set anew
let hangUp = () => {};
let drawer;

// A member who is none of the people is the app: nobody else lives here.
const isApp = (id) => now.state.channels.some(({ members }) => members.includes(id));
const personName = (id) =>
  now.state.people.find((person) => person.id === id)?.real_name ??
  (isApp(id) ? now.state.app.name : undefined);
const names = () => ({
  person: personName,
  channel: (id) => now.state.channels.find((one) => one.id === id)?.name,
  zone: now.me.tz,
});

/** What blocks need to know and do, wherever they stand; `where` says that to the server. */
function surface(where, more = {}) {
  const fields = (block, element) => ({
    as: now.me.id,
    ...where,
    block_id: block.block_id,
    action_id: element.action_id,
  });
  return {
    names: names(),
    people: now.state.people,
    channels: open(now.state.channels, now.me),
    channel: now.channel.id,
    pictures: { url: (id) => fileUrl(id, now.me.id) },
    act: (block, element, payload) =>
      post("action", { ...fields(block, element), ...payload, ...more.state?.() }),
    options: (block, element, value) => post("options", { ...fields(block, element), value }),
    ...more,
  };
}

const surfaceOf = ({ channel, ts }) => surface({ channel, ts });

function viewSurface(view, kept) {
  const keep = (block, element, state) =>
    ((kept[block.block_id] ??= Object.create(null))[element.action_id] = state);
  return surface({ view_id: view.id }, { keep, kept, state: () => ({ values: kept }) });
}

const log = new Log(byId("log"), { surfaceOf, openThread, empty: welcome });
const thread = new Log(byId("thread-log"), { surfaceOf });
const modals = new Modals(byId("modal"), {
  surfaceOf: viewSurface,
  submit: (view, values) => post("view/submit", { as: now.me.id, view_id: view.id, values }),
  close: (view) => post("view/close", { as: now.me.id, view_id: view.id }),
});

// A line that somebody sends before the first channel is there waits for it.
let settle;
const settled = new Promise((resolve) => (settle = resolve));

const say = (where) => async (text) => {
  await settled;
  return post("say", { as: now.me.id, channel: now.channel.id, text, thread: where() });
};
const main = composer(byId("compose"), { send: say(() => null), commands: () => now.state?.commands ?? [] });
const reply = composer(byId("thread-compose"), { send: say(() => now.thread) });

/** What an empty channel says: the first thing a newcomer sees. */
function welcome() {
  const { app, commands } = now.state;
  const tries = examples(commands).map(({ line, description }) =>
    h(
      "button",
      { type: "button", "data-example": line, onclick: () => main.write(line) },
      h("code", {}, line),
      description ? h("span", {}, description) : null,
    ),
  );
  return h(
    "div",
    { class: "welcome" },
    h("img", { src: "/page/icon.svg", alt: "", width: 56, height: 56 }),
    h("h2", {}, "Nothing has been said here yet"),
    h(
      "p",
      {},
      tries.length
        ? `Ask ${app.name} something. Pick a line, change it if you like, and send it.`
        : `${app.name} has no slash commands; say something.`,
    ),
    h("div", { class: "examples" }, tries),
  );
}

// What the server tells, and what the page does with it.

async function arrived({ message }) {
  if (message.channel !== now.channel.id) return unread(message.channel);
  if (!isReply(message)) log.put(message);
  if (now.thread && [message.ts, message.thread_ts].includes(now.thread)) thread.put(message);
  if (isReply(message)) await recount(message.thread_ts);
}

/** Show a parent with its replies as the server counts them. */
async function recount(ts) {
  const { messages = [] } = await read("messages", { channel: now.channel.id, as: now.me.id, thread: ts });
  const parent = messages.find((message) => message.ts === ts);
  if (parent && log.get(ts)) log.put(parent);
}

function gone({ channel, ts }) {
  if (channel !== now.channel.id) return;
  log.remove(ts);
  thread.remove(ts);
}

function lost() {
  now.lost = true;
  status(now.state, now.lost);
}

function connection({ connected, transport }) {
  Object.assign(now.state.app, { connected, transport });
  status(now.state, now.lost);
}

/** A channel has another member. */
function joined({ channel }) {
  now.state.channels = now.state.channels.map((one) => (one.id === channel.id ? channel : one));
  if (channel.id === now.channel.id) Object.assign(now, { channel });
  frame();
}

function startOver() {
  modals.remove();
  closePanels();
  now.unread.clear();
  return refresh();
}

const HEARD = new Map(
  Object.entries({
    open: refresh,
    lost,
    message: arrived,
    message_changed: arrived,
    message_deleted: gone,
    ephemeral: arrived,
    ephemeral_changed: arrived,
    ephemeral_deleted: gone,
    view_opened: ({ view }) => modals.push(view),
    view_pushed: ({ view }) => modals.push(view),
    view_updated: ({ view }) => modals.update(view),
    view_closed: ({ view, view_id: id }) => modals.remove(id ?? view?.id),
    home: ({ view }) => now.home && showHome(view),
    app: connection,
    channel: joined,
    file_ready: ({ file }) => fileReady(file.id),
    faults: ({ faults }) => drawer.faults(faults),
    reset: startOver,
  }),
);

// One thing after another: an event that comes while messages are being read must not be lost under them.
let turn = Promise.resolve();
const inTurn = (work) => (turn = turn.then(work).catch((error) => console.error(error)));

const hear = (event) => inTurn(() => HEARD.get(event.type)?.(event));

/** Read everything anew: at the start, and after the stream was away. */
async function refresh() {
  const state = await read("state");
  if (!state.people) return;
  Object.assign(now, { state, lost: false });
  if (!state.people.some(({ id }) => id === now.me.id)) return become(state.people[0].id); // another workspace started here
  await show(now.channel?.id);
}

/** Show a channel, or the first one this person may see. */
async function show(id) {
  const mine = open(now.state.channels, now.me);
  const channel = mine.find((one) => one.id === id) ?? mine[0];
  if (channel.id !== now.channel?.id) closePanels();
  Object.assign(now, { channel, home: now.home && channel.is_im });
  now.unread.delete(channel.id);
  location.replace(`#${channel.id}/${now.me.id}`);
  frame();
  settle();
  const { messages = [] } = await read("messages", { channel: channel.id, as: now.me.id });
  log.show(messages.filter((message) => !isReply(message)));
  if (now.thread) await openThread(now.thread);
  if (now.home) await openHome();
}

const side = () => sidebar(now, { channel: (id) => go(id), person: become });

/** Everything around the messages. */
function frame() {
  const { channel, state, me } = now;
  side();
  status(state, now.lost);
  const sigil = channel.is_im ? "" : channel.is_private ? "◆ " : "# ";
  const title = channel.is_im ? state.app.name : channel.name;
  byId("title").textContent = sigil + title;
  document.title = `${title} · ${state.team.name}`;
  byId("team").textContent = state.team.name;
  byId("members").textContent = channel.is_im
    ? "Direct messages with the app"
    : channel.members.map(personName).filter(Boolean).join(", ");
  byId("tabs").hidden = !channel.is_im;
  byId("home").hidden = !now.home;
  for (const id of ["log", "compose"]) byId(id).hidden = now.home;
  for (const tab of byId("tabs").children)
    tab.setAttribute("aria-selected", String((tab.dataset.tab === "home") === now.home));
  fill(byId("me"), avatar(me.real_name, me.color));
  main.label(`Message ${sigil.trim()}${title} as ${me.real_name}`, "Message, or type /");
}

function unread(channel) {
  now.unread.add(channel);
  side();
}

function go(channel, home = false) {
  byId("sidebar").classList.remove("open");
  now.home = home;
  inTurn(() => show(channel));
}

/** Act as somebody else: another stream, other private messages, another zone. */
function become(person) {
  now.me = now.state.people.find(({ id }) => id === person) ?? now.state.people[0];
  modals.remove();
  hangUp();
  hangUp = listen(now.me.id, hear);
}

async function openThread(ts) {
  now.thread = ts;
  panel("thread");
  const { messages = [] } = await read("messages", { channel: now.channel.id, as: now.me.id, thread: ts });
  thread.show(messages);
  reply.label("Reply in the thread", "Reply");
}

async function openHome() {
  const { view } = await read("home", { as: now.me.id });
  showHome(view);
  await post("home", { as: now.me.id }); // the app may publish a newer one upon this
}

function showHome(view) {
  const kept = Object.create(null); // ids are the app's words, also "__proto__"
  fill(
    byId("home"),
    view
      ? blocks(view.blocks, viewSurface(view, kept))
      : h("p", { class: "hint" }, homeless(now.state.app)),
  );
}

const homeless = ({ name, has_home: hasHome }) =>
  hasHome === false
    ? `${name} has no Home: its manifest does not turn one on (features.app_home.home_tab_enabled).`
    : `${name} has not published a Home yet.`;

/** Open one of the two panels at the right, or none. */
function panel(name) {
  for (const id of ["thread", "tools"]) byId(`${id}-panel`).hidden = id !== name;
  if (name !== "thread") now.thread = null;
  if (name === "tools") drawer.calls();
}
const closePanels = () => panel(null);

function wire() {
  byId("menu").addEventListener("click", () => byId("sidebar").classList.toggle("open"));
  byId("open-tools").addEventListener("click", () => panel(byId("tools-panel").hidden ? "tools" : null));
  for (const button of document.querySelectorAll("[data-close]"))
    button.addEventListener("click", closePanels);
  for (const tab of byId("tabs").children)
    tab.addEventListener("click", () => go(now.channel.id, tab.dataset.tab === "home"));
  setInterval(() => now.channel && side(), CLOCKS);
  document.addEventListener(
    "keydown",
    (event) => event.key === "Escape" && !document.querySelector("dialog[open]") && closePanels(),
  );
}

async function start() {
  const [channel, person] = location.hash.slice(1).split("/");
  now.state = await read("state");
  now.channel = now.state.channels.find(({ id }) => id === channel);
  drawer = tools(byId("tools"), now.state);
  wire();
  become(person);
  main.focus();
}

start();

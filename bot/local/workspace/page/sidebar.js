// The left side: where to talk, and who to be.
import { avatar, byId, fill, h, holdFocus } from "./dom.js";
import { clock } from "./time.js";

/** The channels a person may open. */
export const open = (channels, person) =>
  channels.filter(
    (channel) =>
      !channel.archived && (!(channel.is_private || channel.is_im) || channel.members.includes(person.id)),
  );

/** Show channels and people; `choose.channel(id)` and `choose.person(id)` are called on a click. */
export function sidebar({ state, me, channel, unread }, choose) {
  const rows = open(state.channels, me);
  const entry = (one) =>
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          "data-channel": one.id,
          "aria-current": one.id === channel?.id ? "page" : null,
          class: unread.has(one.id) ? "unread" : null,
          onclick: () => choose.channel(one.id),
        },
        h("span", { class: "sigil", "aria-hidden": "true" }, one.is_im ? "@" : one.is_private ? "◆" : "#"),
        one.is_im ? state.app.name : one.name,
        one.is_private && !one.is_im ? h("small", {}, "private") : null,
        unread.has(one.id)
          ? h("span", { class: "dot" }, h("span", { class: "hidden" }, "new messages"))
          : null,
      ),
    );
  const face = (person) =>
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          "data-person": person.id,
          "aria-pressed": String(person.id === me.id),
          onclick: () => choose.person(person.id),
        },
        avatar(person.real_name, person.color),
        h(
          "span",
          {},
          h("b", {}, person.real_name),
          h("small", {}, `${clock(new Date(), person.tz)} · ${city(person.tz)}`),
        ),
      ),
    );
  refill(byId("channels"), "data-channel", rows.filter(({ is_im }) => !is_im).map(entry));
  refill(byId("direct"), "data-channel", rows.filter(({ is_im }) => is_im).map(entry));
  refill(byId("people"), "data-person", state.people.map(face));
}

const city = (zone) => zone.split("/").at(-1).replaceAll("_", " ");
const refill = (list, key, entries) => holdFocus(list, key, () => (fill(list, entries), list));

/** The line that says whether commands can work at all. */
export function status({ app }, lost) {
  const ways = { socket: "Socket Mode", http: "signed HTTP" };
  const says = lost
    ? "The local workspace does not answer. Trying again…"
    : app.connected
      ? `${app.name} is connected (${ways[app.transport] ?? app.transport})`
      : `${app.name} is not connected: commands fail until it is`;
  const node = byId("status");
  node.dataset.is = lost ? "lost" : app.connected ? "connected" : "away";
  if (node.textContent !== says) node.textContent = says; // said once to screen readers, not at every event
}

// Where a person types: commands are completed, sent lines are remembered.
import { busy, h } from "./dom.js";
import { suggest } from "./suggest.js";

const REMEMBERED = 50;

/**
 * Make `form` (a textarea, a .note and a button) send what is typed. `send(text)` gives the
 * server's answer; a line that was not delivered comes back to be mended. `commands()` lists the
 * slash commands to complete, where there are any.
 */
export function composer(form, { send, commands }) {
  const field = form.querySelector("textarea");
  const note = form.querySelector(".note");
  if (commands) complete(field, note, commands);
  const history = remember(field, form.id);

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) busy(form, () => deliver(text));
  });

  async function deliver(text) {
    history.add(text);
    write("");
    note.textContent = "";
    const answer = await send(text);
    if (answer.ok && answer.ack_ms !== undefined)
      note.textContent = `Acknowledged in ${Math.max(1, Math.round(answer.ack_ms))} ms`;
    if (answer.ok) return;
    if (!field.value) write(text);
    note.textContent = answer.shown ?? `Not delivered: ${answer.error}`;
  }

  /** Put a line in the field, ready to be sent or changed. */
  function write(text) {
    field.value = text;
    field.dispatchEvent(new Event("input"));
  }

  return {
    write(text) {
      field.focus();
      write(text);
    },
    focus: () => field.focus(),
    label(name, hint) {
      field.setAttribute("aria-label", name);
      field.placeholder = hint;
    },
  };
}

function complete(field, note, commands) {
  suggest(field, {
    label: "Commands",
    find: (typed) => {
      const known = commands();
      const same = known.find(({ command }) => typed.trim() === command || typed.startsWith(`${command} `));
      note.replaceChildren(...(same ? [h("b", {}, same.command), ` ${same.usage_hint ?? ""}`] : []));
      if (!/^\/\S*$/.test(typed) || same) return [];
      return known
        .filter(({ command }) => command.startsWith(typed.toLowerCase()))
        .map(({ command, description, usage_hint: hint }) => ({
          label: command,
          detail: [hint, description].filter(Boolean).join(" · "),
          command,
        }));
    },
    choose: ({ command }) => {
      field.value = `${command} `;
      field.dispatchEvent(new Event("input"));
    },
  });
}

/** Arrow up and down walk through the lines sent before, as in a shell. */
function remember(field, key) {
  const lines = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  let at = lines.length;
  field.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const untouched = field.value === (lines[at] ?? "");
    if (!step || event.shiftKey || !untouched || at + step < 0 || at + step > lines.length) return;
    event.preventDefault();
    at += step;
    field.value = lines[at] ?? "";
    field.dispatchEvent(new Event("input"));
  });
  return {
    add(line) {
      if (line !== lines.at(-1)) lines.push(line);
      lines.splice(0, lines.length - REMEMBERED);
      at = lines.length;
      sessionStorage.setItem(key, JSON.stringify(lines));
    },
  };
}

/**
 * Three lines worth trying, made of the commands' usage hints. A lone word in brackets, as
 * "[project]", names a value only the person knows; anything else can be typed as it stands.
 */
export function examples(commands) {
  const ways = commands.map(({ command, usage_hint: hint = "", description }) => {
    const options = [...hint.matchAll(/\[([^\]]+)\]/g)]
      .map((match) => match[1])
      .filter((option) => !/^[a-z_-]+$/i.test(option));
    const words = [...hint.matchAll(/\bor (\w+)/g)].map((match) => match[1]);
    const lines = [[command, ...options].join(" "), command, ...words.map((word) => `${command} ${word}`)];
    return [...new Set(lines)].map((line, index) => ({ line, description: index ? null : description })); // said once
  });
  const longest = Math.max(0, ...ways.map((lines) => lines.length));
  const rounds = Array.from({ length: longest }, (_, round) => ways.map((lines) => lines[round]));
  return rounds.flat().filter(Boolean).slice(0, 3);
}

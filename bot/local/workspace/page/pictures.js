// Pictures of files. A file becomes ready some time after its upload, so each picture keeps its
// place (16:9) until it can be loaded, and is tried again when the server says that it can.
import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";

/**
 * The node for an image block or element, or for {slack_file: {id}, alt_text, ready} made of a
 * shared file. `pictures` is {url(fileId)}: where this person gets the bytes.
 */
export function picture(block, pictures) {
  const id = block.slack_file ? fileId(block.slack_file) : null;
  const url = id ? pictures.url(id) : block.image_url;
  const alt = plain(block.alt_text ?? "");
  if (!id && new URL(url, location.href).origin !== location.origin) {
    return h(
      "span",
      { class: "picture elsewhere" },
      `${alt} (a picture on ${new URL(url).host}; this page loads nothing from other places)`,
    );
  }
  const img = h("img", { alt, "data-file": id, hidden: true, onload: loaded, onerror: failed });
  const frame = h(
    "button",
    { type: "button", class: "picture", disabled: true, onclick: () => enlarge(img) },
    h("span", { class: "waiting" }, "The picture is on its way"),
    img,
  );
  function loaded() {
    img.hidden = false;
    img.dataset.ready = "true";
    frame.disabled = false;
    frame.title = "See it full size";
    frame.querySelector(".waiting")?.remove();
  }
  function failed() {
    frame.querySelector(".waiting").textContent = "The picture is not there yet, or not shared with you";
  }
  img.dataset.from = url;
  if (block.ready !== false) load(img);
  return frame;
}

/** Try the pictures of one file again, wherever they are shown. */
export function fileReady(id) {
  for (const img of document.querySelectorAll("img[data-file]")) {
    if (img.dataset.file === id && !img.dataset.ready) load(img);
  }
}

/** Move the pictures that `old` has loaded to where `node` would load them again. */
export function keepPictures(old, node) {
  for (const img of old.querySelectorAll("img[data-file][data-ready]")) {
    const fresh = node.querySelector(`img[data-file="${CSS.escape(img.dataset.file)}"]:not([data-ready])`);
    if (!fresh) continue;
    img.alt = fresh.alt;
    fresh.closest(".picture").replaceWith(img.closest(".picture"));
  }
}

const attempts = new WeakMap();

function load(img) {
  const attempt = attempts.get(img) ?? 0;
  attempts.set(img, attempt + 1);
  const again = attempt ? `${img.dataset.from.includes("?") ? "&" : "?"}again=${attempt}` : ""; // a failed address is not asked twice
  img.src = img.dataset.from + again;
}

const fileId = ({ id, url }) => id ?? /\/(F[A-Z0-9]{8,})(\/|$|\?)/.exec(url ?? "")?.[1] ?? "";

function enlarge(img) {
  const dialog = h(
    "dialog",
    {
      class: "lightbox",
      "aria-label": "Picture",
      onclose: () => dialog.remove(),
      onclick: () => dialog.close(),
    },
    h("img", { src: img.src, alt: img.alt }),
    h("p", {}, img.alt),
    h(
      "a",
      { class: "original", href: img.src, target: "_blank", rel: "noopener" },
      `Open it by itself, ${img.naturalWidth} x ${img.naturalHeight}`,
    ),
    h("button", { type: "button", autofocus: true, "aria-label": "Close" }, "×"),
  );
  document.body.append(dialog);
  dialog.showModal();
}

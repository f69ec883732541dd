// The page's only way to the server: JSON calls, and one stream of events.

const RETRY_AFTER = 1000; // ms; the server is on this machine, so asking often costs nothing

/** Send one request. Never throws: a server that is gone is an answer like any other. */
async function call(method, path, body) {
  try {
    const response = await fetch(path, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    return response.ok ? answer : { ok: false, shown: answer.error, ...answer };
  } catch {
    return {
      ok: false,
      error: "unreachable",
      shown: "The local workspace does not answer. Is it still running?",
    };
  }
}

const query = (fields) => new URLSearchParams(Object.entries(fields).filter(([, value]) => value)).toString();

export const read = (path, fields = {}) => call("GET", `/_/${path}?${query(fields)}`);
export const post = (path, fields = {}) => call("POST", `/_/${path}`, fields);
export const drop = (path) => call("DELETE", `/_/${path}`);
export const fileUrl = (id, person) => `/_/files/${encodeURIComponent(id)}?${query({ as: person })}`;

/**
 * Hear what happens, as one person sees it. Besides the server's events, `hear` gets {type: "open"}
 * whenever the stream starts (again), so that the caller can read what it missed, and
 * {type: "lost"} when it breaks off. Returns a function that ends it.
 */
export function listen(person, hear) {
  let source;
  let timer;
  const open = () => {
    source = new EventSource(`/_/stream?${query({ as: person })}`);
    source.onopen = () => hear({ type: "open" });
    source.onmessage = (event) => hear(JSON.parse(event.data));
    source.onerror = () => {
      source.close(); // the browser's own reconnect gives up on the first refused connection
      hear({ type: "lost" });
      timer = setTimeout(open, RETRY_AFTER);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

// The page's HTTP: JSON in, JSON out, and one sentence when something is wrong.

export class HttpError extends Error {
  constructor(status, message, code = "") {
    super(message);
    this.status = status;
    this.code = code;
  }
}

async function readJson(response) {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    throw new HttpError(response.status, `The sandbox answered ${response.status} without JSON.`);
  }
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new HttpError(0, "The sandbox doesn't answer. Is it still running?");
  }
  const body = await readJson(response);
  if (response.ok) return body;
  const error = body?.error;
  throw new HttpError(response.status, error?.message ?? error ?? `The sandbox answered ${response.status}.`, error?.code);
}

export function getJson(path, headers = {}) {
  return request(path, { headers });
}

export function sendJson(method, path, body, headers = {}) {
  return request(path, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

export const postJson = (path, body) => sendJson("POST", path, body);

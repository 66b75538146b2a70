// The sandbox behind TLS: Microsoft's client sends its token over https only, and follows links over https only.

import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";

/** Serves the sandbox at this port over https until `close()`; the address and the way to end it. */
export async function front(port, { key, certificate }) {
  const options = { key: readFileSync(key), cert: readFileSync(certificate) };
  const server = https.createServer(options, (request, response) => {
    const headers = { ...request.headers, "x-forwarded-proto": "https", "x-forwarded-host": request.headers.host };
    const there = http.request({ host: "127.0.0.1", port, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    there.on("error", () => response.destroy());
    request.pipe(there);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `https://127.0.0.1:${server.address().port}`, close };
}

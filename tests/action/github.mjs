// As much of GitHub's REST API, of its releases and of the npm registry as the action asks for, on a port of this machine.

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { crc32 } from "node:zlib";

export const TOKEN = "ghs_test.Token-1_x";

export class GitHub {
  constructor() {
    this.reset();
    this.server = createServer((request, response) => this.answer(request, response));
  }

  reset() {
    this.comments = [];
    this.pulls = [];
    this.artifacts = [];
    this.files = new Map();
    this.requests = [];
    this.canWrite = true;
    /** `undefined` is the token of GitHub Actions, which cannot ask who it is. */
    this.login = undefined;
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** A release with the given files, and the list of their checksums. */
  release(version, files) {
    const sums = [...files].map(([name, bytes]) => `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
    for (const [name, bytes] of files) this.files.set(`/releases/v${version}/${name}`, bytes);
    this.files.set(`/releases/v${version}/SHA256SUMS`, Buffer.from(sums.join("")));
  }

  /** A package of the npm registry. */
  package(name, version, tarball) {
    const path = `/npm/${name}/-/${name}-${version}.tgz`;
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const dist = { tarball: this.url + path, integrity };
    const versions = { [version]: { name, version, bin: { [name]: "run.sh" }, dist } };
    this.files.set(path, tarball);
    this.files.set(`/npm/${name}`, Buffer.from(JSON.stringify({ name, "dist-tags": { latest: version }, versions })));
  }

  async answer(request, response) {
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url, this.url);
    const { authorization } = request.headers;
    this.requests.push({ method: request.method, path: url.pathname, authorization, body });
    const [status, content, headers] = this.reply(request.method, url, authorization, body);
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    response.writeHead(status, headers).end(bytes);
  }

  reply(method, url, authorization, body) {
    const path = url.pathname;
    if (this.files.has(path)) return [200, this.files.get(path)];
    if (!path.startsWith("/api/")) return [404, {}];
    if (authorization !== `Bearer ${TOKEN}`) return [401, { message: "Bad credentials" }];
    if (path === "/api/user") return this.login ? [200, { login: this.login }] : [403, {}];
    if (method !== "GET" && !this.canWrite) return [403, { message: "Resource not accessible by integration" }];
    const page = Number(url.searchParams.get("page") ?? 1);
    const size = Number(url.searchParams.get("per_page") ?? 30);
    const route = path.replace("/api/repos/team/app", "");
    let found;
    if ((found = /^\/issues\/(\d+)\/comments$/.exec(route))) {
      const issue = Number(found[1]);
      if (method === "POST") {
        const user = { login: this.login ?? "github-actions[bot]", type: this.login ? "User" : "Bot" };
        this.comments.push({ id: 1000 + this.comments.length, issue, user, body: JSON.parse(body).body });
        return [201, this.comments.at(-1)];
      }
      return [200, this.comments.filter((one) => one.issue === issue).slice((page - 1) * size, page * size)];
    }
    if ((found = /^\/issues\/comments\/(\d+)$/.exec(route)) && method === "PATCH") {
      const comment = this.comments.find(({ id }) => id === Number(found[1]));
      if (comment === undefined) return [404, {}];
      comment.body = JSON.parse(body).body;
      return [200, comment];
    }
    if (route === "/pulls") {
      const head = url.searchParams.get("head");
      return [200, this.pulls.filter((pull) => `${pull.head.repo.full_name.split("/")[0]}:${pull.head.ref}` === head)];
    }
    if (/^\/actions\/runs\/\d+\/artifacts$/.test(route)) return [200, { artifacts: this.artifacts }];
    // GitHub sends on to a storage on another host, which must not be given the token.
    if (/^\/actions\/artifacts\/\d+\/zip$/.test(route)) {
      return [302, {}, { location: `${this.url.replace("127.0.0.1", "localhost")}/blob.zip` }];
    }
    return [404, {}];
  }
}

/** A zip archive without compression. */
export function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), head, Buffer.from(name), bytes]);
    const attributes = Buffer.alloc(16);
    attributes.writeUInt32LE(offset, 12);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), head, attributes.subarray(2), Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, list, Buffer.from("PK\x05\x06"), end]);
}

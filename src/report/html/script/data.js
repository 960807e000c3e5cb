// The data of the page (src/report/html/data.rs has the rows) as objects that know each other.

/** When something is loaded: the classes and the words of the legend. */
const LOADS = [
  ["initial", "initial"],
  ["lazy", "lazy"],
  ["legacy", "legacy browsers"],
  ["unseen", "not seen loaded"],
];

/** Everything that is known of one project. */
function projectOf(rows) {
  const text = (number) => (number === null ? null : rows.texts[number]);
  const project = {
    name: rows.name,
    directory: rows.directory,
    verdict: rows.verdict,
    unresolved: rows.unresolved,
    totals: rows.totals.map(([kind, files, raw, gzip, brotli]) => ({ kind, files, raw, gzip, brotli })),
  };
  const assets = rows.assets.map(([path, type, load, raw, gzip, brotli], id) => {
    const when = load === null ? "unseen" : text(load);
    return { id, path, type: text(type), load: when, raw, gzip, brotli, chunk: null, image: null, findings: [] };
  });
  const all = (numbers) => numbers.map((number) => assets[number]);
  const at = (number) => (number === null ? null : assets[number]);
  const sets = rows.sets.map(all);
  project.assets = assets;
  project.packages = rows.packages.map(([name, versions, initial, chunks, raw, gzip, brotli], id) => {
    return { id, name: text(name), versions: versions.map(text), initial: initial === 1, chunks: all(chunks), raw, gzip, brotli };
  });
  project.packageNamed = new Map(project.packages.map((found) => [found.name, found]));
  project.chunks = rows.chunks.map(([number, imports, dynamic, css, workers, packages, origins, externals]) => {
    const chunk = {
      asset: assets[number],
      imports: all(imports),
      dynamic: all(dynamic),
      css: all(css),
      workers: all(workers),
      packages: packages.map(([name, version, evidence, raw, gzip, brotli]) => {
        return { name: text(name), version: text(version), evidence: text(evidence), raw, gzip, brotli };
      }),
      origins,
      externals: externals.map(text),
      importers: [],
      dynamicImporters: [],
      entries: [],
      depth: null,
      via: null,
    };
    assets[number].chunk = chunk;
    return chunk;
  });
  project.entries = rows.entries.map(([number, audience, route, set, files, depth, raw, gzip, brotli, before, chain]) => {
    return { asset: assets[number], audience: text(audience), route, loads: sets[set], files, depth, raw, gzip, brotli, before, chain: all(chain) };
  });
  // A route that is a document of its own and loads no more is there as that entry point.
  const opened = new Set(rows.entries.map(([asset, , route, set]) => `${asset} ${set} ${route}`));
  const more = rows.routes.filter(([path, entry, set]) => !opened.has(`${entry} ${set} ${path}`));
  project.routes = more.map(([path, entry, set, files, depth, raw, gzip, brotli]) => {
    return { path, entry: at(entry), loads: sets[set], files, depth, raw, gzip, brotli };
  });
  project.splitPoints = rows.splitPoints.map(([chunk, line, column, target, set, raw, gzip, brotli, effective]) => {
    return { chunk: assets[chunk], line, column, target: assets[target], loads: sets[set], raw, gzip, brotli, effective: effective === 1 };
  });
  project.importCosts = rows.importCosts.map(([entry, chunk, line, column, target, raw, gzip, brotli]) => {
    return { entry: at(entry), chunk: assets[chunk], line, column, target: assets[target], raw, gzip, brotli };
  });
  project.images = rows.images.map(([number, format, width, height, webp, avif, jpeg, resized, phones, useCount, uses]) => {
    const places = uses.map(([asset, line, column, element]) => ({ asset: at(asset), line, column, element: text(element) }));
    const image = { asset: assets[number], format: text(format), width, height, webp, avif, jpeg, resized, phones, useCount, uses: places };
    assets[number].image = image;
    return image;
  });
  project.findings = rows.findings.map(([check, severity, number, line, column, message, help, waste], id) => {
    const finding = { id, check: text(check), severity: text(severity), asset: at(number), line, column, message, help: text(help), waste };
    finding.asset?.findings.push(finding);
    return finding;
  });
  const sizes = (values) => (values ? { raw: values[0], gzip: values[1], brotli: values[2] } : null);
  project.since = rows.since;
  project.changes = rows.changes.map(([path, number, before, was, how, kind]) => {
    return { path, asset: at(number), before: sizes(before), was, how: how === null ? null : text(how), kind: text(kind) };
  });
  project.changedLoads = rows.changedLoads.map(([what, entry, alike, before, after, added, removed, causes]) => {
    const told = causes.map(([message, chunk, raw, gzip, brotli]) => ({ message: text(message), chunk: at(chunk), raw, gzip, brotli }));
    return { what, entry, alike, before: sizes(before), after: sizes(after), added: all(added), removed, causes: told };
  });
  project.problems = rows.problems.map(([name, number, message]) => ({ name, asset: at(number), message }));
  connect(project);
  return project;
}

/** Who imports whom, and by which shortest way each chunk is reached from what visitors open. */
function connect(project) {
  for (const chunk of project.chunks) {
    for (const asset of chunk.imports) asset.chunk?.importers.push(chunk);
    for (const asset of [...chunk.dynamic, ...chunk.workers]) asset.chunk?.dynamicImporters.push(chunk);
  }
  const queue = [];
  const reach = (chunk, depth, via) => {
    if (chunk.depth !== null) return;
    chunk.depth = depth;
    chunk.via = via;
    queue.push(chunk);
  };
  for (const entry of project.entries) {
    const scripts = entry.loads.map((asset) => asset.chunk).filter(Boolean);
    const inside = new Set(scripts);
    const roots = scripts.filter((chunk) => !chunk.importers.some((importer) => inside.has(importer)));
    for (const chunk of roots.length > 0 ? roots : scripts.slice(0, 1)) {
      chunk.entries.push(entry);
      reach(chunk, 1, null);
    }
    if (entry.asset.chunk) reach(entry.asset.chunk, 1, null);
  }
  for (let next = 0; next < queue.length; next += 1) {
    const chunk = queue[next];
    for (const asset of [...chunk.imports, ...chunk.dynamic, ...chunk.workers]) {
      if (asset.chunk) reach(asset.chunk, chunk.depth + 1, chunk);
    }
  }
}

/** What fills a chunk, the heaviest first: its packages, then what else its source map tells. */
function contentsOf(chunk, unit) {
  const whole = chunk.asset[unit] ?? chunk.asset.raw;
  const parts = [];
  let left = whole;
  for (const found of chunk.packages) {
    const value = Math.min(found[unit] ?? 0, left);
    if (value > 0) parts.push({ label: found.name, value, kind: "package", package: found.name });
    left -= value;
  }
  parts.sort((a, b) => b.value - a.value || byText(a.label, b.label));
  if (left <= 0) return parts;
  const [, application, bundler, rest] = chunk.origins ?? [0, 0, 0, 0];
  const known = application + bundler + rest;
  if (known === 0) return [...parts, { label: parts.length > 0 ? "everything else" : "not told apart", value: left, kind: "unknown" }];
  const others = [["application", application], ["bundler", bundler], ["unmapped", rest]];
  for (const [label, raw] of others) {
    if (raw > 0) parts.push({ label, value: (left * raw) / known, kind: label === "unmapped" ? "unknown" : label });
  }
  return parts.sort((a, b) => b.value - a.value);
}

/** What an image would save in its best measured or estimated form. */
function savingOf(image) {
  const raw = image.asset.raw;
  const forms = [
    ["as AVIF", image.avif && raw - image.avif[0], image.avif?.[1]],
    ["as WebP", image.webp && raw - image.webp[0], image.webp?.[1]],
    ["as JPEG", image.jpeg && raw - image.jpeg[0], image.jpeg?.[1]],
    [image.resized && `at ${image.resized[0]} × ${image.resized[1]}`, image.resized?.[2], image.resized?.[3]],
    [image.phones && `at ${image.phones[0]} × ${image.phones[1]} on phones`, image.phones?.[2], image.phones?.[3]],
  ];
  const best = forms.filter(([, saving]) => saving > 0).sort((a, b) => b[1] - a[1])[0];
  return best ? { how: best[0], bytes: best[1], measured: best[2] === 1 } : null;
}

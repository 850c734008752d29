// Bundles the console's third-party styles, scripts and icons into the package's static folder. Run `npm run build` after an update.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const target = new URL("../src/regulars/surfaces/web/static/vendor/", here);
const module_ = (path) => new URL(`node_modules/${path}`, here);

async function version(name) {
  return JSON.parse(await readFile(module_(`${name}/package.json`), "utf8")).version;
}

async function copyStyles() {
  const css = await readFile(module_("@tabler/core/dist/css/tabler.min.css"), "utf8");
  await writeFile(new URL("tabler.min.css", target), css.replace(/\/\*# sourceMappingURL=.*?\*\//g, ""));
}

async function writeSprite(list, file) {
  const names = JSON.parse(await readFile(new URL(list, here), "utf8"));
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(module_(`@tabler/icons/icons/outline/${name}.svg`), "utf8");
    const shape = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${shape.replace(/\s*\n\s*/g, "")}</symbol>`;
  }));
  await writeFile(file, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

async function writeNotice() {
  const parts = [
    ["Tabler", "@tabler/core", "MIT", "Copyright (c) 2018-2026 The Tabler Authors", "tabler.min.css"],
    ["Tabler Icons", "@tabler/icons", "MIT", "Copyright (c) 2020-2026 Paweł Kuna", "icons.svg"],
    ["htmx", "htmx.org", "0BSD", "by Big Sky Software", "htmx.min.js"],
    ["Apache ECharts", "echarts", "Apache-2.0", "Copyright 2017-2026 The Apache Software Foundation", "charts.min.js"],
    ["Inter", "@fontsource-variable/inter", "OFL-1.1", "Copyright 2016 The Inter Project Authors", "inter-latin.woff2"],
  ];
  const lines = await Promise.all(parts.map(async ([title, name, licence, holder, file]) =>
    `${file}\n    from ${title} ${await version(name)}, ${holder}; licence: ${licence}`));
  const texts = await Promise.all([
    ["Tabler and Tabler Icons", "@tabler/icons/LICENSE"],
    ["Apache ECharts", "echarts/NOTICE"],
    ["zrender, which is part of charts.min.js", "zrender/LICENSE"],
    ["Inter", "@fontsource-variable/inter/LICENSE"],
  ].map(async ([title, path]) => `---- ${title} ----\n\n${(await readFile(module_(path), "utf8")).trim()}\n`));
  const head = "Files in this folder are built from the work of others by frontend/build.mjs.";
  await writeFile(new URL("NOTICE", target), [head, ...lines, ...texts].join("\n\n"));
}

await mkdir(target, { recursive: true });
await copyStyles();
await copyFile(module_("htmx.org/dist/htmx.min.js"), new URL("htmx.min.js", target));
await copyFile(module_("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"), new URL("inter-latin.woff2", target));
await build({
  entryPoints: [fileURLToPath(new URL("charts.mjs", here))],
  outfile: fileURLToPath(new URL("charts.min.js", target)),
  bundle: true, minify: true, format: "iife", target: "es2020", legalComments: "none",
});
await writeSprite("icons.json", new URL("icons.svg", target));
await writeSprite("portal-icons.json", new URL("../src/regulars/surfaces/portal/static/portal/icons.svg", here));
await writeNotice();

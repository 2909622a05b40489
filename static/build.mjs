// Bundles static/css, static/js and static/images into static/dist. Names of files stay the same
// from build to build: Django puts the hash of the content into them.
//   node static/build.mjs [--watch]
import { cp, mkdir, readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import subsetFont from "subset-font";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, "dist");
const watching = process.argv.includes("--watch");

// Headings have one weight: without the others, and with the size axis that makes them what they
// are, the font is half as large. Every letter is kept; a page fetches only the scripts it has.
const headings = {
  name: "headings",
  setup(build) {
    build.onLoad({ filter: /bricolage-grotesque-[a-z-]+\.woff2$/ }, async ({ path: file }) => {
      const letters = String.fromCodePoint(...Array.from({ length: 0xabff - 0x20 }, (_, at) => at + 0x20));
      const options = { targetFormat: "woff2", variationAxes: { wght: 700 } };
      return { contents: await subsetFont(await readFile(file), letters, options), loader: "file" };
    });
  },
};

const options = {
  absWorkingDir: here,
  entryPoints: [
    { in: "css/site.css", out: "site" },
    { in: "css/lesson.css", out: "lesson" },
    { in: "css/specimen.css", out: "specimen" },
    { in: "css/walk.css", out: "walk" },
    { in: "css/admin.css", out: "admin" },
    { in: "css/admin/editor.css", out: "admin-editor" },
    { in: "js/admin/editor.js", out: "admin-editor" },
    { in: "css/admin/desk.css", out: "desk" },
    { in: "js/admin/desk.js", out: "desk" },
    { in: "js/site.js", out: "site" },
    { in: "js/media/player.js", out: "player" },
    { in: "css/admin/quiz.css", out: "admin-quiz" },
    { in: "js/admin/quiz.js", out: "admin-quiz" },
    { in: "js/theme.js", out: "theme" },
    { in: "js/time-zone.js", out: "time-zone" },
  ],
  outdir: dist,
  assetNames: "fonts/[name]",
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  loader: { ".woff2": "file" },
  plugins: [headings],
  // Pages are read in many scripts: letters as they are, not as escapes.
  charset: "utf8",
  minify: !watching,
  logLevel: watching ? "info" : "warning",
};

// What an earlier build left and this one does not make would be collected and served.
async function empty(folder) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

await empty(dist);
await cp(path.join(here, "images"), path.join(dist, "images"), { recursive: true });
if (watching) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}

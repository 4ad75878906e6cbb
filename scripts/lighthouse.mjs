// Lighthouse (mobile, its own slow line and slow processor) of a school's five kinds of pages, on a server that runs:
//   node scripts/lighthouse.mjs http://th-phuong-hong.localhost:8000 [RUNS]
// Prints the four scores of each page, the middle of RUNS (1) by performance, what the browser measured, and every
// audit that costs points. CHROME_PATH names another Chromium than /usr/bin/chromium. Exit code 1: one is below 98; for
// the search page search engines do not count, it wants none. Lighthouse makes the processor four times slower, which
// means a middling phone on a machine whose benchmark is about 1,500; on a slower or busy one SLOWDOWN=2 or 1 comes nearer.
import http from "node:http";
import https from "node:https";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { throttling } from "lighthouse/core/config/constants.js";

const GOAL = 98;
const site = new URL(process.argv[2] ?? "http://th-phuong-hong.localhost:8000");
const runs = Number(process.argv[3] ?? 1);
const slowness = { ...throttling.mobileSlow4G, cpuSlowdownMultiplier: Number(process.env.SLOWDOWN ?? 4) };
const section = "/pho-bien-giao-duc-phap-luat/";

function read(path) {
  const url = new URL(path, site);
  // Names below localhost are the browser's business; the machine's resolver may not know them.
  const host = url.hostname.endsWith(".localhost") ? "127.0.0.1" : url.hostname;
  const client = url.protocol === "https:" ? https : http;
  return new Promise((done, failed) => {
    client.get({ host, port: url.port, path: url.pathname + url.search, servername: url.hostname, headers: { Host: url.host } }, (answer) => {
      let text = "";
      answer.setEncoding("utf-8").on("data", (part) => { text += part; }).on("end", () => done(text));
    }).on("error", failed);
  });
}

async function firstLink(path, pattern) {
  const found = (await read(path)).match(pattern);
  if (!found) { throw new Error(`no page of the kind is linked from ${path}`); }
  return found[1];
}

const pages = {
  home: "/",
  section,
  article: await firstLink("/tin-tuc/", /class="plain-link" href="(?:https?:\/\/[^/"]+)?(\/tin-tuc\/[^"]+)"/),
  document: await firstLink("/van-ban/?q=102/2016/QH13", /href="(?:https?:\/\/[^/"]+)?(\/van-ban\/[^"?#]+\/)"/),
  search: "/tim/?q=tre+em",
};

let bad = 0;
for (const [name, path] of Object.entries(pages)) {
  const reports = [];
  for (let run = 0; run < runs; run += 1) {
    const chrome = await launch({
      chromePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
      chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"],
    });
    try {
      reports.push((await lighthouse(new URL(path, site).href, { port: chrome.port, logLevel: "silent", throttling: slowness })).lhr);
    } finally {
      await chrome.kill();
    }
  }
  reports.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
  const report = reports[Math.floor(runs / 2)];
  if (report.runtimeError) { throw new Error(`${path}: ${report.runtimeError.message}`); }
  const scores = Object.values(report.categories).map((one) => [one.id, Math.round(100 * one.score)]);
  const seen = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];
  console.log(`${name}  ${scores.map(([id, score]) => `${id} ${score}`).join("  ")}  ${path}`);
  console.log(`    ${seen.map((id) => `${id} ${report.audits[id].displayValue}`).join("  ")}  bytes ${report.audits["total-byte-weight"]?.numericValue}  benchmark ${Math.round(report.environment.benchmarkIndex)}`);
  for (const category of Object.values(report.categories)) {
    for (const { id, weight } of category.auditRefs) {
      const audit = report.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 0.995) {
        const where = (audit.details?.items ?? []).slice(0, 3).map((item) => item.node?.selector ?? item.url ?? item.description ?? "").filter(Boolean);
        console.log(`    ${category.id}: ${id} ${audit.score} ${audit.displayValue ?? ""} ${where.join(" | ")}`);
      }
    }
  }
  bad += scores.filter(([id, score]) => score < GOAL && !(name === "search" && id === "seo")).length;
}
process.exit(bad ? 1 : 0);

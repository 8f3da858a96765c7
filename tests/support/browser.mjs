// A page in a real browser: `node browser.mjs <page> <picture>` prints as JSON what can be measured there.
import { pathToFileURL } from "node:url";

import chromium from "@sparticuz/chromium";
import { chromium as driver } from "playwright-core";

/** A text, because it runs in the page: every text with its place, every gap, and what must be scrolled. */
const measurement = `(() => {
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  const pictures = [...document.querySelectorAll("svg")];
  const texts = [...document.querySelectorAll("svg text")].map((element) => ({
    text: element.textContent,
    size: size(element),
    picture: pictures.indexOf(element.closest("svg")),
    ...box(element),
  }));
  const others = [...document.querySelectorAll("body *")].filter((one) => one.closest("svg") === null);
  return {
    texts,
    gaps: [...document.querySelectorAll("rect.gap")].map(box),
    smallest: Math.min(...others.map(size)),
    viewWidth: document.documentElement.clientWidth,
  };
})()`;

const [page = "", picture = "", printed = ""] = process.argv.slice(2);
const browser = await driver.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: true,
});
try {
  const tab = await browser.newPage({ viewport: { width: 1024, height: 1200 } });
  /** @type {string[]} */
  const asked = [];
  tab.on("request", (request) => void asked.push(request.url()));
  await tab.goto(pathToFileURL(page).href);
  await tab.screenshot({ path: picture });
  const measured = /** @type {object} */ (await tab.evaluate(measurement));
  /** @type {string[]} */
  const focused = [];
  for (let press = 0; press < 60; press++) {
    await tab.keyboard.press("Tab");
    const at = `document.activeElement.getAttribute("href") ?? ""`;
    focused.push(/** @type {string} */ (await tab.evaluate(at)));
  }
  if (printed !== "") {
    await tab.pdf({ path: printed, preferCSSPageSize: true, printBackground: true });
  }
  // A4 across without its margins.
  await tab.setViewportSize({ width: 1046, height: 718 });
  await tab.emulateMedia({ media: "print" });
  const firstChart = `document.querySelector('[aria-label^="Timeline"]').getBoundingClientRect().bottom + scrollY`;
  const firstChartEnds = /** @type {number} */ (await tab.evaluate(firstChart));
  process.stdout.write(JSON.stringify({ asked, focused, firstChartEnds, ...measured }));
} finally {
  await browser.close();
}

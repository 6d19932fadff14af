// Debian's Chromium, and pages in it that remember whatever they did besides showing their file.
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const DESKTOP = {width: 1440, height: 900};
export const PHONE = {width: 390, height: 844};

/** A4 with margins of 10 mm, at 96 dots per inch. */
export const PAPER = {width: 718, height: 1047};
export const PDF = {format: 'A4', margin: {top: '10mm', right: '10mm', bottom: '10mm', left: '10mm'}};

/** Each start has a new, empty profile. */
export function launch(executablePath) {
  return chromium.launch({executablePath, args: FLAGS});
}

/** Opens a file, calls `look(page, noise)` and closes it; `noise` is what a quiet page leaves empty. */
export async function withPage(browser, file, options, look) {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    const noise = listen(page, address);
    await page.goto(address, {waitUntil: 'load'});
    return await look(page, noise);
  } finally {
    await context.close();
  }
}

function listen(page, address) {
  const noise = [];
  page.on('console', message => noise.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', error => noise.push(`error in the page: ${error.message}`));
  page.on('dialog', async dialog => {
    noise.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('request', request => {
    if (request.url().split('#')[0] !== address) {
      noise.push(`request: ${request.url()}`);
    }
  });
  return noise;
}

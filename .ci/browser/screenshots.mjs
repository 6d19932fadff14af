// Takes pictures of a report: its top on a desktop and on a phone, and its first page on paper.
//   node screenshots.mjs CHROMIUM REPORT.html FOLDER
import {execFileSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {launch, PAPER, PDF, PHONE, withPage} from './browser.mjs';
import {sections} from './layout.mjs';

const [executable, report, folder] = process.argv.slice(2);
const browser = await launch(executable);
mkdirSync(folder, {recursive: true});

async function picture(page, name) {
  await requireSections(page);
  await page.screenshot({path: join(folder, name)});
}

/** No picture of a page that is not a report, or shows nothing. */
async function requireSections(page) {
  const complaints = await sections(page);
  if (complaints.length > 0) {
    throw new Error(`${report}: ${complaints.join('; ')}`);
  }
}

try {
  await withPage(browser, report, {viewport: {width: 1440, height: 1800}},
      page => picture(page, 'report.png'));
  await withPage(browser, report, {viewport: PHONE, deviceScaleFactor: 2},
      page => picture(page, 'report-phone.png'));
  await withPage(browser, report, {viewport: PAPER}, async page => {
    await page.emulateMedia({media: 'print'});
    await requireSections(page);
    const pdf = join(folder, 'report.pdf');
    writeFileSync(pdf, await page.pdf(PDF));
    execFileSync('pdftoppm', ['-q', '-png', '-r', '96', '-f', '1', '-l', '1', '-singlefile', pdf, join(folder, 'report-paper')]);
    rmSync(pdf);
  });
} finally {
  await browser.close();
}

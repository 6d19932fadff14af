// Takes pictures of a report: its top on a desktop and on a phone, and its first page on paper.
//   node screenshots.mjs CHROMIUM REPORT.html FOLDER
import {execFileSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {launch, PAPER, PDF, PHONE, withPage} from './browser.mjs';

const [executable, report, folder] = process.argv.slice(2);
const browser = await launch(executable);
mkdirSync(folder, {recursive: true});
try {
  await withPage(browser, report, {viewport: {width: 1440, height: 1800}},
      page => page.screenshot({path: join(folder, 'report.png')}));
  await withPage(browser, report, {viewport: PHONE, deviceScaleFactor: 2},
      page => page.screenshot({path: join(folder, 'report-phone.png')}));
  await withPage(browser, report, {viewport: PAPER}, async page => {
    const pdf = join(folder, 'report.pdf');
    writeFileSync(pdf, await page.pdf(PDF));
    execFileSync('pdftoppm', ['-q', '-png', '-r', '96', '-f', '1', '-l', '1', '-singlefile', pdf, join(folder, 'report-paper')]);
    rmSync(pdf);
  });
} finally {
  await browser.close();
}

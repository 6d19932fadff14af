// The report on paper: what is on the page is in the PDF as well, character for character.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PDF} from './browser.mjs';
import {fits, sections} from './layout.mjs';

/** Expects a page as wide as the paper. */
export async function paper(page) {
  await page.emulateMedia({media: 'print'});
  const folded = await page.evaluate(() => [...document.querySelectorAll('details > :not(summary)')]
      .filter(content => !content.checkVisibility())
      .map(content => `folded on paper: ${content.parentElement.querySelector('summary').textContent}`));
  return [
    ...await sections(page),
    ...await fits(page, {mayScroll: false}),
    ...folded,
    ...missing(await page.evaluate(() => document.body.innerText), text(await page.pdf(PDF))),
  ];
}

/** Letters and digits that the PDF has less often than the page. Lines break elsewhere, so that only their number can be compared. */
function missing(page, pdf) {
  const left = count(pdf);
  const lost = [...count(page)]
      .map(([character, times]) => [character, times - (left.get(character) ?? 0)])
      .filter(([, times]) => times > 0);
  return lost.length === 0 ? [] : [`cut off in the PDF: ${lost.map(([character, times]) => `${times} × ${character}`).join(', ')}`];
}

function count(text) {
  const counts = new Map();
  for (const character of text.normalize('NFKC').match(/[\p{L}\p{N}]/gu) ?? []) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return counts;
}

function text(pdf) {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  try {
    const file = join(folder, 'report.pdf');
    writeFileSync(file, pdf);
    return execFileSync('pdftotext', ['-q', file, '-'], {encoding: 'utf8', maxBuffer: 1 << 28});
  } finally {
    rmSync(folder, {recursive: true});
  }
}

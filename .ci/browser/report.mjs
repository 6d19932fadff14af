// Looks at reports in a real browser, and says what is wrong with them.
//   node report.mjs CHROMIUM REPORT.html...
// A file REPORT.txt beside a report lists the texts that must be read in it, one in each line.
import {existsSync, readFileSync, statSync} from 'node:fs';
import {basename} from 'node:path';
import {accessibility, accessibilityWhereTablesScroll} from './accessibility.mjs';
import {DESKTOP, launch, PAPER, PHONE, withPage} from './browser.mjs';
import {keyboard} from './keyboard.mjs';
import {fits, onlyOwnElements, sections, showsTexts, unfold} from './layout.mjs';
import {paper} from './paper.mjs';

const LARGEST = 3_000_000;
const SHOWN = 6;

const desktop = {viewport: DESKTOP};
const phone = {viewport: PHONE, hasTouch: true};

/** Where it is looked at, how, and for what. The first page of all gets nothing injected: it only has to stay quiet. */
const CHECKS = [
  ['desktop: quiet', desktop, quiet],
  ['phone: quiet', phone, quiet],
  ['desktop: shown and fitting', desktop, shown],
  ['phone: shown and fitting', phone, shown],
  ['desktop: keyboard', desktop, keyboard],
  ['phone: keyboard', phone, keyboard],
  ['desktop: axe', desktop, accessibility],
  ['phone: axe', phone, accessibilityWhereTablesScroll],
  ['dark: axe', {...desktop, colorScheme: 'dark'}, accessibility],
  ['paper', {viewport: PAPER}, paper],
];

/** No message, error, dialog or request, also while it is scrolled through. */
async function quiet(page, noise) {
  await page.mouse.wheel(0, 100_000);
  await page.waitForTimeout(200);
  return noise;
}

async function shown(page) {
  const folded = [...await sections(page), ...await fits(page, {mayScroll: true}), ...await onlyOwnElements(page)];
  await unfold(page);
  return [...folded, ...await fits(page, {mayScroll: true})];
}

async function look(browser, file) {
  const problems = [];
  const note = (check, complaints) => {
    const different = [...new Set(complaints)];
    problems.push(...different.slice(0, SHOWN).map(complaint => `${check}: ${complaint}`));
    if (different.length > SHOWN) {
      problems.push(`${check}: and ${different.length - SHOWN} more`);
    }
  };
  if (statSync(file).size >= LARGEST) {
    note('size', [`${statSync(file).size} bytes are too many`]);
  }
  const texts = file.replace(/\.html$/, '.txt');
  const all = existsSync(texts)
      ? [...CHECKS, ['text', desktop, page => showsTexts(page, readFileSync(texts, 'utf8').trimEnd().split('\n'))]]
      : CHECKS;
  for (const [name, options, check] of all) {
    note(name, await withPage(browser, file, options, async (page, noise) => {
      const complaints = await check(page, noise);
      return check === quiet ? complaints : [...complaints, ...noise];
    }));
  }
  return {problems, checks: all.length};
}

const [executable, ...files] = process.argv.slice(2);
const browser = await launch(executable);
let wrong = 0;
try {
  for (const file of files) {
    const {problems, checks} = await look(browser, file);
    wrong += problems.length;
    console.log(`${basename(file)}, ${statSync(file).size} bytes: ${problems.length === 0 ? `${checks} checks passed` : `${problems.length} problems`}`);
    problems.forEach(problem => console.log(`  ${problem}`));
  }
} finally {
  await browser.close();
}
process.exitCode = wrong === 0 && files.length > 0 ? 0 : 1;

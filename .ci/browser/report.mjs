// Looks at reports in a real browser, and says what is wrong with them.
//   node report.mjs CHROMIUM REPORT.html...
// A file REPORT.txt beside each report lists the texts that must be read in it, one in each line.
import {existsSync, readFileSync, statSync} from 'node:fs';
import {basename} from 'node:path';
import {accessibility} from './accessibility.mjs';
import {DESKTOP, launch, PAPER, PHONE, withPage} from './browser.mjs';
import {keyboard} from './keyboard.mjs';
import {fits, onlyOwnElements, sections, showsTexts, showsTextsOnPaper, unfold} from './layout.mjs';
import {EMPTY, MISTAKES, WRONG} from './mistakes.mjs';
import {paper} from './paper.mjs';

const LARGEST = 3_000_000;
const SHOWN = 6;

const desktop = {viewport: DESKTOP};
const phone = {viewport: PHONE, hasTouch: true};
const paperSized = {viewport: PAPER};

/** Where a page is looked at, how, and for what. The first pages get nothing injected: they only have to stay quiet. */
const checks = texts => [
  ['desktop: quiet', desktop, quiet],
  ['phone: quiet', phone, quiet],
  ['desktop: shown and fitting', desktop, shown],
  ['phone: shown and fitting', phone, shown],
  ['desktop: keyboard', desktop, keyboard],
  ['phone: keyboard', phone, keyboard],
  ['desktop: axe', desktop, accessibility],
  ['phone: axe', phone, accessibility],
  ['dark: axe', {...desktop, colorScheme: 'dark'}, accessibility],
  ['paper: shown and fitting', paperSized, paper],
  ['desktop: text', desktop, page => showsTexts(page, texts)],
  ['phone: text', phone, page => showsTexts(page, texts)],
  ['paper: text', paperSized, page => showsTextsOnPaper(page, texts)],
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

/** What each check has to say about a page, by its name. */
async function look(browser, file, texts) {
  const complaints = new Map();
  for (const [name, options, check] of checks(texts)) {
    complaints.set(name, [...new Set(await withPage(browser, file, options, async (page, noise) => {
      const own = await check(page, noise);
      return check === quiet ? own : [...own, ...noise];
    }))]);
  }
  return complaints;
}

/** A check that passes where nothing is right, or where nothing is, has not looked. */
async function blindChecks(browser) {
  const blind = [];
  const wrong = await look(browser, WRONG, ['a text that is nowhere']);
  for (const [check, mistakes] of Object.entries(MISTAKES)) {
    blind.push(...mistakes.filter(mistake => !wrong.get(check).some(complaint => complaint.includes(mistake)))
        .map(mistake => `${check}: does not see in wrong.html: ${mistake}`));
  }
  const empty = await look(browser, EMPTY, ['a text that is nowhere']);
  empty.forEach((complaints, check) => {
    if (complaints.length === 0 && !check.endsWith(': quiet')) {
      blind.push(`${check}: passes on an empty page`);
    }
  });
  return [...blind, ...[...wrong.keys()].filter(check => !(check in MISTAKES)).map(check => `${check}: nothing in wrong.html is for it`)];
}

/** What must be read in a report. Without it nobody would notice that it can't be. */
function textsOf(file) {
  const texts = file.replace(/\.html$/, '.txt');
  const lines = existsSync(texts) ? readFileSync(texts, 'utf8').split('\n').filter(line => line.trim() !== '') : [];
  if (lines.length === 0) {
    throw new Error(`${texts} must say what can be read in the report, a line each`);
  }
  return lines;
}

async function problemsOf(browser, file, texts) {
  const problems = statSync(file).size >= LARGEST ? [`size: ${statSync(file).size} bytes are too many`] : [];
  (await look(browser, file, texts)).forEach((complaints, check) => {
    problems.push(...complaints.slice(0, SHOWN).map(complaint => `${check}: ${complaint}`));
    if (complaints.length > SHOWN) {
      problems.push(`${check}: and ${complaints.length - SHOWN} more`);
    }
  });
  return problems;
}

const [executable, ...files] = process.argv.slice(2);
if (files.length === 0) {
  throw new Error('There is no report to look at');
}
const browser = await launch(executable);
let wrong = 0;
const tell = (what, problems, passed) => {
  wrong += problems.length;
  console.log(`${what}: ${problems.length === 0 ? passed : `${problems.length} problems`}`);
  problems.forEach(problem => console.log(`  ${problem}`));
};
try {
  const mistakes = Object.values(MISTAKES).flat().length;
  tell('the checks themselves', await blindChecks(browser), `see ${mistakes} mistakes on a page that is all wrong, and that an empty one is empty`);
  for (const file of files) {
    const texts = textsOf(file);
    tell(
        `${basename(file)}, ${statSync(file).size} bytes`,
        await problemsOf(browser, file, texts),
        `${checks(texts).length} checks passed, ${texts.length} texts read`);
  }
} finally {
  await browser.close();
}
process.exitCode = wrong === 0 ? 0 : 1;

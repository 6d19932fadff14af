// The rules of axe-core, contrast among them. None is left out.
import axe from 'axe-core';
import {unfold} from './layout.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What breaks a rule, and what axe-core can't tell. */
export async function accessibility(page) {
  const {violations, incomplete, passes} = await run(page);
  return [...violations.map(broken), ...incomplete.map(rule => `can't be told: ${broken(rule)}`), ...unseen(passes)];
}

/** What breaks a rule. The colours of cells that are scrolled out of their region can't be told. */
export async function accessibilityWhereTablesScroll(page) {
  const {violations, incomplete, passes} = await run(page);
  const others = incomplete.filter(rule => rule.id !== 'color-contrast');
  return [...violations.map(broken), ...others.map(rule => `can't be told: ${broken(rule)}`), ...unseen(passes)];
}

/** A page of which no text has a colour to tell was not looked at. */
function unseen(passes) {
  const compared = passes.find(rule => rule.id === 'color-contrast')?.nodes.length ?? 0;
  return compared > 0 ? [] : ['axe-core has found no text whose contrast is right'];
}

/** axe-core comes in by the devtools protocol, which no policy of the page applies to: the page stays as it is. */
async function run(page) {
  await unfold(page);
  await page.evaluate(axe.source);
  return page.evaluate(tags => window.axe.run(document, {runOnly: {type: 'tag', values: tags}}), TAGS);
}

function broken(rule) {
  const {target, html} = rule.nodes[0];
  return `${rule.id}, ${rule.nodes.length} times: ${rule.help}; first ${target.join(' ')} ${html.slice(0, 100)}`;
}

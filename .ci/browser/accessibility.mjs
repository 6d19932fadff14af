// The rules of axe-core, contrast among them. None is left out.
import axe from 'axe-core';
import {unfold} from './layout.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const CONTRAST = 'color-contrast';

/** Of a region that scrolls sideways, how much comes into sight at a time: a cell must be seen whole. */
const STEP = 0.25;

/** What breaks a rule, and what axe-core can't tell. */
export async function accessibility(page) {
  await unfold(page);
  // by the devtools protocol, which no policy of the page applies to: the page stays as it is
  await page.evaluate(axe.source);
  const {violations, incomplete, passes} = await run(page, {type: 'tag', values: TAGS});

  const scrolled = incomplete.filter(rule => rule.id === CONTRAST).flatMap(rule => rule.nodes);
  const colours = scrolled.length === 0 ? [] : await whereTablesScroll(page, scrolled);
  return [
    ...violations.map(broken),
    ...incomplete.filter(rule => rule.id !== CONTRAST).map(rule => `can't be told: ${broken(rule)}`),
    ...colours,
    ...unseen(passes),
  ];
}

function run(page, runOnly, include) {
  return page.evaluate(([context, options]) => window.axe.run(context ?? document, options), [include, {runOnly}]);
}

/** The colours of cells that are scrolled out of their region can't be told: these are scrolled until each was in sight. */
async function whereTablesScroll(page, nodes) {
  const unknown = new Map(nodes.map(node => [node.target.join(' '), node]));
  const complaints = [];
  for (let offset = 0; unknown.size > 0 && await scrollTo(page, offset); offset += STEP) {
    const include = [...unknown.values()].map(node => node.target);
    const {violations, passes} = await run(page, {type: 'rule', values: [CONTRAST]}, {include});
    complaints.push(...violations.map(broken));
    for (const seen of [...violations, ...passes].flatMap(rule => rule.nodes)) {
      unknown.delete(seen.target.join(' '));
    }
  }
  const left = [...unknown.values()];
  return left.length === 0
      ? complaints
      : [...complaints, `can't be told: ${broken({id: CONTRAST, help: 'not even where it is scrolled into sight', nodes: left})}`];
}

/** Scrolls each region by so many of its widths; false if all were at their ends before. */
function scrollTo(page, offset) {
  return page.evaluate(([widths, step]) => {
    let moved = false;
    for (const region of document.querySelectorAll('[role=region]')) {
      moved ||= region.scrollWidth - region.clientWidth > (widths - step) * region.clientWidth;
      region.scrollLeft = widths * region.clientWidth;
    }
    return moved;
  }, [offset, STEP]);
}

/** A page of which no text has a colour to tell was not looked at. */
function unseen(passes) {
  const compared = passes.find(rule => rule.id === CONTRAST)?.nodes.length ?? 0;
  return compared > 0 ? [] : ['axe-core has found no text whose contrast is right'];
}

function broken(rule) {
  const {target, html} = rule.nodes[0];
  return `${rule.id}, ${rule.nodes.length} times: ${rule.help}; first ${target.join(' ')} ${html.slice(0, 100)}`;
}

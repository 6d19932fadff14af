// The rules of axe-core, contrast among them.
import axe from 'axe-core';
import {unfold} from './layout.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe-core is brought in by the devtools protocol, which no policy of the page applies to: the page stays as it is. */
export async function accessibility(page) {
  await unfold(page);
  await page.evaluate(axe.source);
  const {violations, incomplete} = await page.evaluate(
      tags => window.axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations', 'incomplete']}), TAGS);
  return [
    ...violations.map(rule => sentence('', rule)),
    ...incomplete.map(rule => sentence("can't be told: ", rule)),
  ];
}

function sentence(prefix, rule) {
  const {target, html} = rule.nodes[0];
  return `${prefix}${rule.id}, ${rule.nodes.length} times: ${rule.help}; first ${target.join(' ')} ${html.slice(0, 100)}`;
}

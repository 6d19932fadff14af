// Everything that can be used is reached by the tab key alone, in the order of the page, and can be seen to have the focus.

const INTERACTIVE = 'a[href], summary, button, input, select, textarea, [tabindex]';

/** Tabs through the whole page, opening whatever is folded on the way. */
export async function keyboard(page) {
  const complaints = [];
  let before = -1;
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focus, INTERACTIVE);
    if (stop === null && before < 0) {
      return ['nothing is reached by the tab key'];
    }
    if (stop === null) {
      return complaints.concat(await page.evaluate(unreached, INTERACTIVE));
    }
    complaints.push(...stop.complaints);
    if (stop.position <= before) {
      return [...complaints, `the tab key jumps back, to ${stop.name}`, ...await page.evaluate(unreached, INTERACTIVE)];
    }
    before = stop.position;
    if (stop.folded) {
      await page.keyboard.press('Enter');
      if (!await page.evaluate(() => document.activeElement.parentElement.open)) {
        complaints.push(`does not open by the enter key: ${stop.name}`);
      }
    }
  }
}

/** Where the focus is, and whether that can be seen; null behind the last element. Runs in the page. */
function focus(interactive) {
  const element = document.activeElement;
  if (!element || element === document.body) {
    return null;
  }
  element.setAttribute('data-reached', '');
  const name = `${element.tagName.toLowerCase()} '${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}'`;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const complaints = [];
  if (style.outlineStyle === 'none' || style.outlineStyle === 'auto' || parseFloat(style.outlineWidth) < 2) {
    complaints.push(`has the focus without showing it: ${name}`);
  }
  if (box.bottom < 0 || box.top > innerHeight || box.width === 0) {
    complaints.push(`has the focus out of sight: ${name}`);
  }
  return {
    name,
    complaints,
    position: [...document.querySelectorAll(interactive)].indexOf(element),
    folded: element.tagName === 'SUMMARY' && !element.parentElement.open,
  };
}

/** Runs in the page. */
function unreached(interactive) {
  const complaints = [];
  for (const element of document.querySelectorAll(interactive)) {
    if (!element.hasAttribute('data-reached')) {
      complaints.push(`not reached by the tab key: ${element.tagName.toLowerCase()} '${element.textContent.trim().slice(0, 40)}'`);
    }
    const target = element.getAttribute('href');
    if (target?.startsWith('#') && !document.getElementById(target.slice(1))) {
      complaints.push(`leads nowhere: ${target}`);
    }
  }
  return complaints;
}

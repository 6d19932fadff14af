// What is shown, and whether it fits. Each check answers with sentences about what is wrong.

const OWN_ELEMENTS_OF_HEAD = 'meta title style';
const OWN_ELEMENTS_OF_BODY = 'html body header nav main section footer h1 h2 h3 p a div span dl dt dd ul li table thead tbody tr th td '
    + 'details summary pre code svg path rect';
const OWN_ATTRIBUTES = 'lang charset http-equiv content name id class role tabindex scope href data-label aria-label aria-labelledby '
    + 'aria-hidden viewBox preserveAspectRatio x y width height d';

const SECTIONS = ['verdict', 'intended', 'waterfall', 'series', 'batches', 'columns', 'rows', 'evidence', 'decision'];

/** Each of the nine sections is there, in order, and says more than its heading. */
export function sections(page) {
  return page.evaluate(expected => {
    const complaints = [];
    const found = [...document.querySelectorAll('main > section')].map(section => section.id);
    if (found.join() !== expected.join()) {
      complaints.push(`sections are ${found.join(', ')}`);
    }
    for (const section of document.querySelectorAll('main > section')) {
      const heading = section.querySelector('h2');
      if (!section.checkVisibility() || section.getBoundingClientRect().height < 40) {
        complaints.push(`section ${section.id} can't be seen`);
      } else if (!heading || section.innerText.trim().length <= heading.innerText.trim().length) {
        complaints.push(`section ${section.id} is empty`);
      }
    }
    return complaints;
  }, SECTIONS);
}

/**
 * Nothing reaches out of the viewport sideways, and no text is cut off. On a screen a wide table may scroll inside of a
 * region that the keyboard reaches; on paper nothing scrolls.
 */
export function fits(page, {mayScroll}) {
  return page.evaluate(reachingOut, mayScroll);
}

/** Runs in the page. */
function reachingOut(mayScroll) {
  const width = document.documentElement.clientWidth;
  const complaints = [];
  const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  const isInside = (element, holds) => element !== null && (holds(element) || isInside(element.parentElement, holds));
  const complain = (element, words) => {
    const text = (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim().slice(0, 40);
    complaints.push(`${words}: ${element.tagName.toLowerCase()} in ${element.closest('section')?.id ?? 'page'}: '${text}'`);
  };

  if (document.documentElement.scrollWidth > width) {
    complaints.push(`the page is ${document.documentElement.scrollWidth} px wide, the viewport ${width} px`);
  }
  for (const element of document.body.querySelectorAll('*')) {
    const forScreenReaders = isInside(element, above => getComputedStyle(above).clipPath !== 'none');
    if (!element.checkVisibility() || forScreenReaders || (mayScroll && isInside(element.parentElement, scrolls))) {
      continue;
    }
    const box = element.getBoundingClientRect();
    if (box.right > width + 1 || box.left < -1) {
      complain(element, `sideways out of sight (${Math.round(box.left)} to ${Math.round(box.right)} of ${width} px)`);
    }
    if (['hidden', 'clip'].includes(getComputedStyle(element).overflowY) && element.scrollHeight > element.clientHeight + 1) {
      complain(element, 'cut off at the bottom');
    }
    if (!(element instanceof HTMLElement) || element.clientWidth === 0 || element.scrollWidth <= element.clientWidth + 1) {
      continue;
    }
    if (!mayScroll || !scrolls(element)) {
      complain(element, `text reaches out by ${element.scrollWidth - element.clientWidth} px`);
    } else if (element.tabIndex < 0) {
      complain(element, 'scrolls, but not by keyboard');
    }
  }
  return complaints;
}

/** Nothing stands in the page that is not in its template: only data could have brought it. */
export function onlyOwnElements(page) {
  return page.evaluate(foreign, {
    inHead: OWN_ELEMENTS_OF_HEAD.split(' '),
    inBody: OWN_ELEMENTS_OF_BODY.split(' '),
    attributes: OWN_ATTRIBUTES.split(' '),
  });
}

/** Runs in the page. */
function foreign({inHead, inBody, attributes}) {
  const complaints = [];
  for (const element of document.querySelectorAll('html, head *, body, body *')) {
    const start = element.outerHTML.slice(0, 80);
    if (!(document.head.contains(element) ? inHead : inBody).includes(element.localName)) {
      complaints.push(`foreign element ${element.localName}: ${start}`);
    }
    for (const attribute of element.getAttributeNames()) {
      const leaves = attribute === 'href' && !element.getAttribute(attribute).startsWith('#');
      if (leaves || !attributes.includes(attribute)) {
        complaints.push(`foreign attribute ${attribute}: ${start}`);
      }
    }
  }
  return complaints;
}

/** Every text can be read, letter by letter. Folded parts count when they open. */
export async function showsTexts(page, texts) {
  await unfold(page);
  return unreadable(page, texts);
}

/** Every text can be read on paper, where nothing can be opened. */
export async function showsTextsOnPaper(page, texts) {
  await page.emulateMedia({media: 'print'});
  return unreadable(page, texts);
}

async function unreadable(page, texts) {
  const shown = await page.evaluate(() => {
    const forScreenReaders = [...document.body.querySelectorAll('*')].filter(element => getComputedStyle(element).clipPath !== 'none');
    forScreenReaders.forEach(element => element.remove());
    return document.body.innerText;
  });
  return texts.filter(text => !shown.includes(text)).map(text => `can't be read anywhere: ${text}`);
}

export function unfold(page) {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) {
      details.open = true;
    }
  });
}

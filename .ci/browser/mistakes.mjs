// What the checks themselves are tried on: a page on which everything is wrong, and one without anything.
import {fileURLToPath} from 'node:url';

export const WRONG = fileURLToPath(new URL('wrong.html', import.meta.url));
export const EMPTY = fileURLToPath(new URL('empty.html', import.meta.url));

const NOISE = ['console log: ', 'console error: ', 'error in the page: ', 'dialog: ', 'request: '];
const LAYOUT = ['sections are ', "section verdict can't be seen", 'section intended is empty', 'the page is ', 'sideways out of sight',
  'cut off at the bottom', 'text reaches out'];
const SHOWN = [...LAYOUT, 'scrolls, but not by keyboard', 'foreign element img', 'foreign element script', 'foreign element b',
  'foreign attribute style', 'foreign attribute onerror', 'foreign attribute href'];
const KEYBOARD = ['has the focus without showing it', 'the tab key jumps back', 'not reached by the tab key', 'leads nowhere'];
const AXE = ['color-contrast', 'first #far-right', 'html-has-lang', 'image-alt'];
const TEXT = ["can't be read anywhere: a text that is nowhere"];

/** What each check has to say of the wrong page, for each mistake that it must see. */
export const MISTAKES = {
  'desktop: quiet': NOISE,
  'phone: quiet': NOISE,
  'desktop: shown and fitting': SHOWN,
  'phone: shown and fitting': SHOWN,
  'desktop: keyboard': KEYBOARD,
  'phone: keyboard': KEYBOARD,
  'desktop: axe': AXE,
  'phone: axe': AXE,
  'dark: axe': AXE,
  'paper: shown and fitting': [...LAYOUT, 'folded on paper', 'cut off in the PDF'],
  'desktop: text': TEXT,
  'phone: text': TEXT,
  'paper: text': TEXT,
};

import {make} from './dom.js';

function bytesOf(base64) {
  return Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0));
}

function hex(data) {
  const lines = [];
  for (let at = 0; at < Math.min(data.length, 16384); at += 16) {
    const row = [...data.slice(at, at + 16)];
    const codes = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ').padEnd(47);
    const shown = row.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${codes}  ${shown}`);
  }
  return lines.join('\n');
}

/** Indents JSON by its characters, so that no number is rounded and no member lost. */
export function pretty(text) {
  JSON.parse(text);
  let out = '';
  let depth = 0;
  for (const part of text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) || []) {
    if (part === '{' || part === '[') { depth += 1; out += `${part}\n${'  '.repeat(depth)}`; }
    else if (part === '}' || part === ']') { depth -= 1; out = `${out.trimEnd()}\n${'  '.repeat(depth)}${part}`; }
    else if (part === ',') out += `,\n${'  '.repeat(depth)}`;
    else if (part === ':') out += ': ';
    else out += part;
  }
  return out.replace(/([{[])\s+([}\]])/g, '$1$2');
}

/** A body as pretty JSON, as its text or in hex; always as text. */
export function bodyView(base64) {
  const data = bytesOf(base64);
  let text = null;
  try { text = new TextDecoder('utf-8', {fatal: true}).decode(data); } catch { /* not UTF-8 */ }
  let nice = null;
  try { nice = text === null ? null : pretty(text); } catch { /* not JSON */ }
  const shown = make('pre', {tabindex: '0'});
  const views = [['Pretty', nice], ['Raw', text], ['Hex', hex(data)]].filter(([, value]) => value !== null);
  const buttons = views.map(([name, value]) => make('button', {type: 'button', 'aria-pressed': 'false', click: (event) => {
    shown.textContent = value;
    buttons.forEach((button) => button.setAttribute('aria-pressed', String(button === event.currentTarget)));
  }}, name));
  shown.textContent = views[0][1];
  buttons[0].setAttribute('aria-pressed', 'true');
  return make('div', {}, make('div', {class: 'actions', role: 'group', 'aria-label': 'Body shown as'}, buttons), shown);
}

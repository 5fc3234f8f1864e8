import {make} from './dom.js';
import {get} from './api.js';
import {seconds} from './words.js';
import {overview} from './overview.js';
import {commands} from './commands.js';
import {job, jobs} from './jobs.js';
import {letter, letters} from './letters.js';
import {handlers} from './handlers.js';
import {queue} from './queue.js';
import {audit} from './audit.js';

const main = document.getElementById('main');
const pulse = document.getElementById('pulse');
const listeners = new Set();
let last = null;
let heardAt = 0;
let leave = null;

/** What pages need of the application. */
const app = {
  get,
  /** Calls with every new sample, and at once with the last one. */
  listen(listener) {
    listeners.add(listener);
    if (last) listener(last);
    return () => listeners.delete(listener);
  },
  /** Reads now, and again every 2 s while somebody looks and does not stand inside; returns what ends that. */
  async repeat(read, inside) {
    await read();
    const timer = setInterval(() => { if (!document.hidden && !inside.contains(document.activeElement)) read().catch(() => {}); }, 2000);
    return () => clearInterval(timer);
  },
  /** Shows an error at the end of an element. */
  tell(element) {
    return (error) => element.append(make('p', {class: 'bad', role: 'alert'}, error.message));
  },
};

const routes = [
  [/^#\/commands/, commands],
  [/^#\/jobs\/(-?\d+)$/, job], [/^#\/jobs/, jobs],
  [/^#\/dead-letters\/(\d+)$/, letter], [/^#\/dead-letters/, letters],
  [/^#\/handlers/, handlers], [/^#\/queue/, queue], [/^#\/audit/, audit], [/^/, overview],
];

async function show() {
  if (leave) leave();
  leave = null;
  const hash = location.hash || '#/';
  const [pattern, page] = routes.find(([candidate]) => candidate.test(hash));
  for (const link of document.querySelectorAll('nav a')) {
    const target = link.getAttribute('href');
    const here = target === '#/' ? page === overview : hash.startsWith(target);
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const place = make('div');
  main.replaceChildren(place);
  const query = new URLSearchParams(hash.split('?')[1] || '');
  try {
    const left = await page(place, app, hash.match(pattern)[1], query);
    if (place.isConnected) leave = left || null;
    else if (left) left();
  } catch (error) {
    place.replaceChildren(make('p', {class: 'bad', role: 'alert'}, error.message), make('button', {click: show}, 'Try again'));
  }
}

function beat() {
  const silent = (Date.now() - heardAt) / 1000;
  if (!last) pulse.textContent = 'connecting';
  else if (silent > 5) {
    pulse.className = 'pulse bad';
    pulse.textContent = `no word from the server for ${seconds(silent)}`;
    for (const listener of listeners) listener({...last, stale: true, age_seconds: last.age_seconds + silent, trouble: 'the server does not answer'});
  } else {
    pulse.className = last.stale ? 'pulse bad' : 'pulse';
    pulse.textContent = last.stale ? `read ${seconds(last.age_seconds)} ago` : `live · ${last.queue}`;
  }
}

function connect() {
  const source = new EventSource('api/live');
  source.addEventListener('error', () => {
    // Where the server refuses, the browser does not ask again by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => get('api/access').then(connect, connect), 3000);
  });
  source.addEventListener('figures', (event) => {
    last = JSON.parse(event.data);
    heardAt = Date.now();
    for (const listener of listeners) listener(last);
    beat();
  });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const link = document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`);
  if (link) link.click();
  else if (event.key === '/') {
    event.preventDefault();
    const search = main.querySelector('form.search input');
    if (search) search.focus();
    else location.hash = '#/jobs';
  }
});
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', show);
setInterval(beat, 1000);

const access = await get('api/access').catch(() => ({token_needed: false, may_change: false}));
app.mayChange = access.may_change;
document.getElementById('logout').hidden = !access.token_needed;
connect();
show();

import {facts, field, make, table} from './dom.js';
import {post} from './api.js';
import {bytes, count, time} from './words.js';
import {bodyView} from './body.js';

function link(type, cause) {
  return `#/dead-letters?${new URLSearchParams([['type', type], ['cause', cause]].filter(([, value]) => value))}`;
}

const LIST = [
  ['Id', (row) => make('a', {href: `#/dead-letters/${row.id}`}, row.id), 'mono'],
  ['Given up', (row) => time(row.dead_at)],
  ['Type', (row) => row.type],
  ['Reason', (row) => row.reason, 'cut'],
  ['Attempt', (row) => row.attempt, 'number'],
  ['Size', (row) => bytes(row.bytes), 'number'],
];

/** Does it in steps, since one request changes a part of them only; shows how far it is. */
async function changeAll(what, choice, told) {
  let changed = 0;
  let act = null;
  let after = null;
  for (let more = true; more;) {
    const done = await post(`api/dead-letters/${what}`, {...choice, act, after});
    changed += done.changed;
    act = done.act || act;
    after = done.after;
    more = done.more;
    told.textContent = `${count(changed)} ${what === 'replay' ? 'replayed' : 'discarded'}${more ? ' …' : ''}`;
  }
}

function actions(choice, words, after) {
  const rate = choice.all ? make('input', {type: 'number', min: '0.01', max: '1000', step: 'any', value: '100', required: true}) : null;
  const told = make('span', {class: 'note', role: 'status'});
  const button = (what, name, kind) => make('button', {class: kind, click: async () => {
    if (!confirm(`${name} ${words}?`)) return;
    told.className = 'note';
    try {
      await changeAll(what, rate && what === 'replay' ? {...choice, per_second: rate.value} : choice, told);
      after();
    } catch (error) {
      told.className = 'bad';
      told.textContent = error.message;
    }
  }}, `${name} ${words}`);
  return make('div', {class: 'actions'}, button('replay', 'Replay', null), rate ? field('a second', rate) : null, button('discard', 'Discard', 'bad'), told);
}

function again() {
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export async function letters(place, app, unused, query) {
  const type = query.get('type') || '';
  const cause = query.get('cause') || '';
  const text = query.get('text') || '';
  const input = make('input', {value: text, autocomplete: 'off'});
  const search = (event) => {
    event.preventDefault();
    location.hash = `#/dead-letters?${new URLSearchParams([['type', type], ['cause', cause], ['text', input.value.trim()]].filter(([, value]) => value))}`;
  };
  place.append(make('h1', {}, 'Dead letters'));
  if (!type && !cause && !text) {
    const {groups, of_the_newest: most} = await app.get('api/dead-letters/groups');
    place.append(make('div', {class: 'panel'}, make('h2', {}, `By type and cause, of the newest ${count(most)}`),
      groups.length ? table([
        ['Letters', (row) => count(row.letters), 'number'],
        ['Type', (row) => row.type || '(unreadable)'],
        ['Cause', (row) => make('a', {href: link(row.type, row.cause)}, row.cause), 'cut'],
        ['First', (row) => time(row.first)],
        ['Last', (row) => time(row.last)],
      ], groups, 'Groups of dead letters') : make('p', {class: 'good'}, 'There are none.'),
      groups.length && app.mayChange ? actions({all: true}, 'all open ones', again) : null));
  } else {
    place.append(make('p', {}, make('a', {href: '#/dead-letters'}, 'All'), type ? ` · type ${type}` : '', cause ? ` · ${cause}` : '', text ? ` · holds “${text}”` : ''));
    if (app.mayChange) place.append(actions({all: true, type: type || null, cause: cause || null, text: text || null}, 'all of these', again));
  }
  const found = make('div', {class: 'panel'});
  place.append(make('form', {class: 'search', submit: search}, field('Reason holds', input), make('button', {}, 'Search')), found);
  const rows = [];
  const more = async (before) => {
    const page = await app.get('api/dead-letters', {type, cause, text, before});
    rows.push(...page.rows);
    found.replaceChildren(rows.length ? table(LIST, rows, 'Dead letters') : make('p', {class: 'note'}, 'None.'),
      page.next ? make('button', {click: () => more(page.next)}, 'More') : '');
  };
  await more(null);
}

export async function letter(place, app, id) {
  const {letter: one, body_shown: shown} = await app.get(`api/dead-letters/${id}`);
  const headers = Object.entries(JSON.parse(one.headers));
  place.append(
    make('h1', {}, 'Dead letter ', make('span', {class: 'mono'}, one.id)),
    make('div', {class: 'panel'}, facts([
      ['type', one.type || '(unreadable)'], ['reason', one.reason], ['message id', one.message_id], ['try, attempt', `${one.try}, ${one.attempt}`],
      ['queue', one.queue], ['given up', time(one.dead_at)], ['closed', one.resolved_at ? `${time(one.resolved_at)}, ${one.resolution}` : null]]),
    one.resolved_at || !app.mayChange ? null : actions({ids: [one.id]}, 'this one', again)),
    make('div', {class: 'panel'}, make('h2', {}, `Body, ${bytes(one.bytes)}${shown < one.bytes ? `, the first ${bytes(shown)}` : ''}`), bodyView(one.body_base64)),
    headers.length ? make('div', {class: 'panel'}, make('h2', {}, 'Beside the body'), facts(headers)) : '');
}

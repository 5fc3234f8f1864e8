import {facts, field, make, table} from './dom.js';
import {count, time} from './words.js';

/** How many there are; it stands above a search for none in particular. */
function counts({counted, at, counts: byStatus}) {
  if (!counted) return make('p', {class: 'note'}, 'The jobs could not be counted within a second.');
  return make('p', {class: 'note'}, ...STATUSES.slice(1).map((word) => [make('a', {href: `#/jobs?status=${word}`}, word), ` ${count(byStatus[word] || 0)} \u00b7 `]), `counted at ${time(at)}`);
}

const STATUSES = ['', 'PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELED'];

function status(word) {
  return make('span', {class: `status-${word}`}, word);
}

const COLUMNS = [
  ['Id', (row) => make('a', {href: `#/jobs/${row.id}`}, row.id), 'mono'],
  ['Type', (row) => row.type],
  ['Status', (row) => status(row.status)],
  ['Execution', (row) => `${row.exe_num} of ${row.max_tries}`, 'number'],
  ['Node', (row) => row.node || ''],
  ['Error', (row) => row.error || ''],
  ['Changed', (row) => time(row.last_status_change)],
];

export async function jobs(place, app, unused, query) {
  const id = make('input', {name: 'id', inputmode: 'numeric', autocomplete: 'off', value: query.get('id') || ''});
  const type = make('input', {name: 'type', autocomplete: 'off', value: query.get('type') || ''});
  const node = make('input', {name: 'node', autocomplete: 'off', value: query.get('node') || ''});
  const state = make('select', {name: 'status'}, STATUSES.map((word) => make('option', {value: word, selected: word === query.get('status')}, word || 'any')));
  const found = make('div', {class: 'panel'});
  const search = (event) => {
    event.preventDefault();
    const wanted = new URLSearchParams(Object.entries({id: id.value.trim(), type: type.value.trim(), status: state.value, node: node.value.trim()}).filter(([, value]) => value));
    const hash = `#/jobs?${wanted}`;
    if (hash === location.hash) window.dispatchEvent(new HashChangeEvent('hashchange'));
    else location.hash = hash;
  };
  place.append(make('h1', {}, 'Jobs'), make('form', {class: 'search', submit: search}, field('Id', id), field('Type', type), field('Status', state), field('Node', node), make('button', {}, 'Search')), found);
  if (!query.toString()) app.get('api/jobs/counts').then((answer) => found.before(counts(answer)), () => {});
  let searched = 0;
  const rows = [];
  const more = async (before) => {
    const page = await app.get('api/jobs', {id: query.get('id'), type: query.get('type'), status: query.get('status'), node: query.get('node'), before});
    searched += page.searched;
    rows.push(...page.rows);
    found.replaceChildren(
      rows.length ? table(COLUMNS, rows, 'Jobs') : make('p', {class: 'note'}, `None of ${searched.toLocaleString('en')} jobs looked at.`),
      page.next ? make('button', {click: () => more(page.next).catch(app.tell(found))}, rows.length && page.rows.length ? 'More' : 'Look further back') : '');
  };
  await more(null);
}

function json(title, text) {
  if (text === null || text === undefined) return null;
  return make('details', {open: text.length < 400}, make('summary', {}, title), make('pre', {tabindex: '0'}, text));
}

function execution(one) {
  const steps = [['queued', one.queued], ['started', one.started], ['ended', one.ended]].filter(([, at]) => at);
  return make('li', {class: one.status}, make('h2', {}, `Execution ${one.exe_num} · `, status(one.status)),
    facts([...steps.map(([name, at]) => [name, time(at)]), ['node', one.node], ['error', one.error], ['message', one.error_message]]),
    json('Output', one.output), json('Task results', one.task_results));
}

export async function job(place, app, id) {
  const {job: one, executions} = await app.get(`api/jobs/${id}`);
  place.append(
    make('h1', {}, 'Job ', make('span', {class: 'mono'}, one.id)),
    make('div', {class: 'panel'}, facts([
      ['type', one.type], ['status', status(one.status)], ['execution', `${one.exe_num} (first ${one.first_exe}, at most ${one.max_tries})`],
      ['priority', one.priority], ['claimed by', one.claimed_by], ['node', one.node], ['error', one.error], ['submitted by', one.submitted_by],
      ['created', time(one.created)], ['queued', time(one.queued)], ['started', time(one.started)], ['ended', time(one.ended)],
      ['last change', time(one.last_status_change)]]), json('Input', one.input), json('Output', one.output)),
    make('div', {class: 'panel'}, executions.length ? make('ol', {class: 'timeline'}, executions.map(execution)) : make('p', {class: 'note'}, 'It was never queued.')));
}

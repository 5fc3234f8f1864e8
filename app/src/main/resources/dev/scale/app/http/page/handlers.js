import {make, table} from './dom.js';
import {post} from './api.js';
import {count, seconds, time} from './words.js';

const KINDS = {alive: 'good', pausing: 'warn', paused: 'warn', resuming: 'warn', silent: 'bad', ended: 'note'};

/** What it does; between what it is told and what it does lies a sign of life or two. */
function state(row) {
  if (row.state !== 'alive' || row.paused === null) return row.state;
  if (row.pause_wanted) return row.paused ? 'paused' : 'pausing';
  return row.paused ? 'resuming' : 'alive';
}

const COLUMNS = [
  ['State', (row) => make('span', {class: KINDS[state(row)]}, state(row))],
  ['Host', (row) => row.host],
  ['Version', (row) => row.version || ''],
  ['Process', (row) => row.pid, 'number'],
  ['Threads', (row) => count(row.threads), 'number'],
  ['Connections', (row) => count(row.connections), 'number'],
  ['Commands', (row) => count(row.commands), 'number'],
  ['Per second', (row) => count(row.per_second), 'number'],
  ['Last batch', (row) => (row.last_batch_at ? `${count(row.last_batch)} at ${time(row.last_batch_at)}` : '')],
  ['In hand', (row) => count(row.in_hand), 'number'],
  ['Oldest in hand', (row) => (row.oldest_in_hand_seconds === null || row.state === 'ended' ? '' : seconds(row.oldest_in_hand_seconds)), 'number'],
  ['Canary', (row) => (row.canary_seconds === null ? '' : `${seconds(row.canary_seconds)} at ${time(row.canary_committed_at)}`)],
  ['Since', (row) => time(row.started_at)],
  ['Last sign of life', (row) => time(row.ended_at || row.heartbeat_at)],
];

function command(name, choice, refresh) {
  return make('button', {click: async (event) => {
    const told = event.target.closest('.panel').querySelector('[role=status]');
    try {
      const {changed} = await post(`api/handlers/${name}`, choice);
      told.className = 'note';
      told.textContent = changed === 1 ? `one is told to ${name}` : `${count(changed)} are told to ${name}`;
      event.target.blur();
      await refresh();
    } catch (error) {
      told.className = 'bad';
      told.textContent = error.message;
    }
  }}, name);
}

export async function handlers(place, app) {
  const told = make('span', {class: 'note', role: 'status'});
  const found = make('div');
  const read = async () => {
    const {handlers: rows} = await app.get('api/handlers');
    const change = ['', (row) => (row.state !== 'alive' || row.paused === null ? '' : command(row.pause_wanted ? 'resume' : 'pause', {ids: [row.id]}, read))];
    found.replaceChildren(rows.length ? table(app.mayChange ? [COLUMNS[0], change, ...COLUMNS.slice(1)] : COLUMNS, rows, 'Handler processes') : make('p', {class: 'note'}, 'None has ever run.'));
  };
  const all = app.mayChange ? make('div', {class: 'actions'}, 'All that live:', command('pause', {all: true}, read), command('resume', {all: true}, read), told) : null;
  place.append(make('h1', {}, 'Handlers'), make('p', {class: 'note'}, 'Handler processes of this queue, as of their last sign of life, which they give every 2 s. They stay here for a day. A paused one receives nothing until it is resumed, or started anew.'),
    make('div', {class: 'panel'}, ...(all ? [all] : []), found));
  return app.repeat(read, found);
}

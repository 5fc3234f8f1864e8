import {make, table} from './dom.js';
import {count, seconds, time} from './words.js';

const KINDS = {alive: 'good', silent: 'bad', ended: 'note'};

const COLUMNS = [
  ['State', (row) => make('span', {class: KINDS[row.state]}, row.state)],
  ['Host', (row) => row.host],
  ['Process', (row) => row.pid, 'number'],
  ['Threads', (row) => count(row.threads), 'number'],
  ['Connections', (row) => count(row.connections), 'number'],
  ['Commands', (row) => count(row.commands), 'number'],
  ['Per second', (row) => count(row.per_second), 'number'],
  ['In hand', (row) => count(row.in_hand), 'number'],
  ['Oldest in hand', (row) => (row.oldest_in_hand_seconds === null || row.state === 'ended' ? '' : seconds(row.oldest_in_hand_seconds)), 'number'],
  ['Canary', (row) => (row.canary_seconds === null ? '' : `${seconds(row.canary_seconds)} at ${time(row.canary_committed_at)}`)],
  ['Since', (row) => time(row.started_at)],
  ['Last sign of life', (row) => time(row.ended_at || row.heartbeat_at)],
];

export async function handlers(place, app) {
  const found = make('div', {class: 'panel'});
  place.append(make('h1', {}, 'Handlers'), make('p', {class: 'note'}, 'Handler processes of this queue, as of their last sign of life, which they give every 2 s. They stay here for a day.'), found);
  const read = async () => {
    const {handlers: rows} = await app.get('api/handlers');
    found.replaceChildren(rows.length ? table(COLUMNS, rows, 'Handler processes') : make('p', {class: 'note'}, 'None has ever run.'));
  };
  await read();
  const timer = setInterval(() => { if (!document.hidden && !found.contains(document.activeElement)) read().catch(() => {}); }, 2000);
  return () => clearInterval(timer);
}

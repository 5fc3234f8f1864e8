import {make, table} from './dom.js';
import {count, seconds, time} from './words.js';

const COLUMNS = [
  ['Type', (row) => row.type],
  ['Per second', (row) => count(row.per_second), 'number'],
  ['Time each', (row) => (row.seconds_per_command === null ? '' : seconds(row.seconds_per_command)), 'number'],
  ['Ended', (row) => count(row.commands), 'number'],
  ['Failed', (row) => make('span', {class: row.failed === '0' ? null : 'bad'}, count(row.failed)), 'number'],
  ['Dead letters', (row) => (row.dead_letters === '0' || row.type === '(other)' ? count(row.dead_letters)
    : make('a', {href: `#/dead-letters?${new URLSearchParams({type: row.type})}`}, count(row.dead_letters))), 'number'],
  ['Last error', (row) => row.last_error || '', 'cut'],
  ['At', (row) => time(row.last_error_at)],
];

export async function commands(place, app) {
  const found = make('div', {class: 'panel'});
  place.append(make('h1', {}, 'Commands'), make('p', {class: 'note'}, 'By type, of all handler processes of this queue in the last day. Failed are attempts, whether another one followed or not. The time is each command\u2019s share of its batch, from the beginning of the transaction to its commit.'), found);
  const read = async () => {
    const {types} = await app.get('api/commands');
    found.replaceChildren(types.length ? table(COLUMNS, types, 'Commands by type') : make('p', {class: 'note'}, 'None has been handled.'));
  };
  return app.repeat(read, found);
}

import {make, table} from './dom.js';
import {count, time} from './words.js';

const COLUMNS = [
  ['At', (row) => time(row.at)],
  ['Who', (row) => row.actor],
  ['Act', (row) => row.act],
  ['To what', (row) => row.subject, 'cut'],
  ['Number', (row) => count(row.number), 'number'],
];

export async function audit(place, app) {
  const found = make('div', {class: 'panel'});
  place.append(make('h1', {}, 'Audit'), make('p', {class: 'note'}, 'What people did to dead letters and handlers, here or with the scale program.'), found);
  const rows = [];
  const more = async (before) => {
    const page = await app.get('api/audit', {before});
    rows.push(...page.rows);
    found.replaceChildren(rows.length ? table(COLUMNS, rows, 'Acts') : make('p', {class: 'note'}, 'Nothing so far.'),
      page.next ? make('button', {click: () => more(page.next).catch(app.tell(found))}, 'More') : '');
  };
  await more(null);
}

import {facts, make} from './dom.js';
import {count, seconds} from './words.js';

export async function queue(place, app) {
  const live = make('div', {class: 'panel'});
  const broker = make('div', {class: 'panel'}, make('p', {class: 'note'}, 'Asking the broker …'));
  place.append(make('h1', {}, 'Queue'), live, broker);
  const forget = app.listen((sample) => {
    const f = sample.figures;
    live.replaceChildren(make('h2', {}, sample.stale ? `As of ${seconds(sample.age_seconds)} ago` : 'Now'), facts([
      ['ready', count(f.queue_ready)], ['in flight', count(f.queue_in_flight)], ['rate in', `${count(f.commands_in_per_second)} /s`],
      ['rate out', `${count(f.commands_out_per_second)} /s`], ['time to drain', seconds(f.drain_seconds)],
      ['outbox due', count(f.outbox_due)], ['outbox later', count(f.outbox_later)], ['dead letters', count(f.dead_letters)]]));
  });
  app.get('api/queue').then(
    (answer) => broker.replaceChildren(make('h2', {}, 'As the broker tells'), facts([['name', answer.queue], ...Object.entries(answer.facts)])),
    (error) => broker.replaceChildren(make('p', {class: 'bad', role: 'alert'}, error.message)));
  return forget;
}

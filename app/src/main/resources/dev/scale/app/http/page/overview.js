import uPlot from './uplot.js';
import {make} from './dom.js';
import {count, seconds} from './words.js';

const KEPT = 30 * 60;
/** A process that has just started has not that much to show. */
const SHORTEST = 2 * 60;

function now() {
  return Date.now() / 1000;
}

const TILES = [
  ['Ready', (f) => count(f.queue_ready)],
  ['In flight', (f) => count(f.queue_in_flight)],
  ['Rate in', (f) => count(f.commands_in_per_second), '/s'],
  ['Rate out', (f) => count(f.commands_out_per_second), '/s'],
  ['Time to drain', (f) => seconds(f.drain_seconds)],
  ['Send → commit p50', (f) => (f.send_to_commit_p50_seconds === null ? '–' : seconds(f.send_to_commit_p50_seconds))],
  ['Send → commit p99', (f) => (f.send_to_commit_p99_seconds === null ? '–' : seconds(f.send_to_commit_p99_seconds))],
  ['Dead letters', (f) => count(f.dead_letters)],
  ['Outbox due', (f) => count(f.outbox_due)],
  ['Outbox later', (f) => count(f.outbox_later)],
  ['Handlers alive', (f) => (f.handlers_paused ? `${count(f.handlers_alive)}, ${count(f.handlers_paused)} paused` : count(f.handlers_alive))],
  ['Connections', (f) => `${count(f.connections_used)} of ${count(f.connections_allowed)}`],
];

const CHARTS = [
  ['Freshness', ['freshness_seconds'], ['how old'], seconds],
  ['Send → commit', ['send_to_commit_p50_seconds', 'send_to_commit_p99_seconds'], ['p50', 'p99'], seconds],
  ['Commands a second', ['commands_out_per_second', 'commands_in_per_second'], ['out', 'in'], count],
  ['In the queue', ['queue_ready', 'queue_in_flight'], ['ready', 'in flight'], count],
];

function headline(sample) {
  const age = sample.figures.freshness_seconds;
  if (sample.stale) {
    return ['bad', sample.age_seconds > 1e9 ? 'Nothing could be read yet' : `Stale: read ${seconds(sample.age_seconds)} ago`, sample.trouble || ''];
  }
  if (age !== null && sample.figures.handlers_paused && sample.figures.handlers_paused === sample.figures.handlers_alive) {
    return ['warn', `The state may be ${seconds(age)} old`, 'All handlers are paused: nothing is received until one is resumed.'];
  }
  if (age === null) return ['warn', 'Freshness unknown', 'No handler has sent a command through this queue yet.'];
  const parts = [['newest canary', 'canary_seconds'], ['oldest in hand', 'oldest_in_hand_seconds'], ['longest overdue in the outbox', 'outbox_overdue_seconds']]
    .filter(([, key]) => sample.figures[key] !== null).map(([name, key]) => `${name} ${seconds(sample.figures[key])}`).join(' · ');
  const words = age < 5 ? 'Fresh' : 'The state may be';
  const kind = age < 5 ? 'good' : age < 60 ? 'warn' : 'bad';
  return [kind, age < 5 ? `${words}: ${seconds(age)}` : `${words} ${seconds(age)} old`, sample.trouble ? `${parts} · ${sample.trouble}` : parts];
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function chart(place, [title, keys, names, words]) {
  const plot = make('div', {class: 'plot', role: 'img', 'aria-label': `${title}, at most the last 30 minutes`});
  place.append(make('figure', {}, make('figcaption', {}, title, names.map((name, i) => [make('span', {class: i ? 'key b' : 'key'}), name])), plot));
  const axis = {stroke: colour('--quiet'), grid: {stroke: colour('--line'), width: 1}, ticks: {show: false}, font: '11px system-ui'};
  const chart = new uPlot({
    width: Math.max(200, plot.clientWidth), height: 150, legend: {show: false}, cursor: {show: false},
    scales: {x: {range: (u, first) => [Math.max(now() - KEPT, Math.min(first ?? now(), now() - SHORTEST)), now()]}, y: {range: (u, min, max) => [0, Math.max(max || 0, 0.001) * 1.1]}},
    axes: [{...axis, size: 24, values: (u, ticks) => ticks.map((tick) => new Date(tick * 1000).toLocaleTimeString('sv').slice(0, 5))},
      {...axis, size: 58, values: (u, ticks) => ticks.map((tick) => words(tick))}],
    series: [{}, ...keys.map((key, i) => ({stroke: colour(i ? '--line-b' : '--line-a'), width: 1.5, points: {show: false}, spanGaps: false}))],
  }, [[], ...keys.map(() => [])], plot);
  return {
    draw(rows, names_) {
      const at = keys.map((key) => names_.indexOf(key) + 1);
      chart.setData([rows.map((row) => row[0]), ...at.map((i) => rows.map((row) => row[i]))]);
    },
    resize() { chart.setSize({width: Math.max(200, plot.clientWidth), height: 150}); },
    end() { chart.destroy(); },
  };
}

export async function overview(place, app) {
  const head = make('section', {class: 'headline', 'aria-live': 'off'});
  const tiles = make('dl', {class: 'tiles'});
  const charts = make('div', {class: 'charts'});
  place.append(make('h1', {}, 'Overview'), head, tiles, charts);
  const values = TILES.map(([name, , unit]) => {
    const value = make('span', {}, '–');
    tiles.append(make('div', {}, make('dt', {}, name), make('dd', {}, value, unit ? make('small', {}, ` ${unit}`) : null)));
    return value;
  });
  const past = await app.get('api/history');
  let rows = past.rows;
  const drawn = CHARTS.map((one) => chart(charts, one));
  const draw = () => drawn.forEach((one) => one.draw(rows, past.names));
  const size = new ResizeObserver(() => drawn.forEach((one) => one.resize()));
  size.observe(charts);
  draw();
  const forget = app.listen((sample) => {
    const [kind, words, note] = headline(sample);
    head.className = `headline ${kind}`;
    head.replaceChildren(make('strong', {}, words), make('p', {}, note));
    place.className = sample.stale ? 'stale' : '';
    TILES.forEach(([, text], i) => { values[i].textContent = text(sample.figures); });
    const now = Date.parse(sample.at) / 1000;
    if (!sample.stale && (!rows.length || now > rows[rows.length - 1][0])) {
      rows.push([now, ...past.names.map((name) => sample.figures[name])]);
      rows = rows.filter((row) => row[0] > now - KEPT);
    }
    if (!document.hidden) draw();
  });
  return () => {
    forget();
    size.disconnect();
    drawn.forEach((one) => one.end());
  };
}

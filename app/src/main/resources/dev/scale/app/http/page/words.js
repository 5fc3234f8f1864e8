// Figures as people read them.

export function seconds(value) {
  if (value === null || value === undefined) return 'unknown';
  if (value === 0) return '0 s';
  if (value < 0.00995) return `${(value * 1000).toPrecision(2)} ms`;
  if (value < 0.9995) return `${Math.round(value * 1000)} ms`;
  if (value < 120) return `${value.toFixed(value < 10 ? 1 : 0)} s`;
  if (value < 7200) return `${Math.round(value / 60)} min`;
  return value < 172800 ? `${(value / 3600).toFixed(1)} h` : `${Math.round(value / 86400)} d`;
}

export function count(value) {
  if (value === null || value === undefined) return 'unknown';
  return Number(value).toLocaleString('en', {maximumFractionDigits: value < 10 && !Number.isInteger(Number(value)) ? 1 : 0});
}

/** A time, with the day where that is not today. */
export function time(iso) {
  if (!iso) return '';
  const moment = new Date(iso);
  const today = moment.toDateString() === new Date().toDateString();
  const clock = moment.toLocaleTimeString('sv');
  return today ? clock : `${moment.toLocaleDateString('sv')} ${clock}`;
}

export function bytes(value) {
  return value < 1024 ? `${value} B` : value < 1048576 ? `${(value / 1024).toFixed(1)} KiB` : `${(value / 1048576).toFixed(1)} MiB`;
}

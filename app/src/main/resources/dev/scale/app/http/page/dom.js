// Elements are built here and nowhere else: text is always text, never markup.

/** An element with attributes (functions become listeners) and children. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined).map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

/** A table; a column is [title, cell of a row, class]. */
export function table(columns, rows, caption) {
  return make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
    make('table', {},
      make('thead', {}, make('tr', {}, columns.map(([title, , kind]) => make('th', {scope: 'col', class: kind}, title)))),
      make('tbody', {}, rows.map((row) => make('tr', {}, columns.map(([, cell, kind]) => make('td', {class: kind}, cell(row))))))));
}

export function facts(pairs) {
  return make('dl', {class: 'facts'}, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
}

export function field(label, control) {
  return make('label', {}, label, control);
}

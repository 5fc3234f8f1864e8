// Talks to the server. Ids are strings all the way: they have 64 bits.

async function answer(response) {
  if (response.status === 401) {
    location.assign('login.html');
    return new Promise(() => {});
  }
  const body = await response.json().catch(() => ({error: `the server answered ${response.status}`}));
  if (!response.ok && body.error) throw new Error(body.error);
  return body;
}

export async function get(path, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  const query = new URLSearchParams(given).toString();
  return answer(await fetch(query ? `${path}?${query}` : path));
}

export async function post(path, body) {
  return answer(await fetch(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)}));
}

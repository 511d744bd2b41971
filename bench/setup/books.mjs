import { once } from 'node:events';
import http from 'node:http';

/** The administrator's view of the books. */
export async function openBooks(server, { admin }) {
  const session = await post(`${server.url}/users/login`, admin);
  return {
    /** @throws where the server's own recount finds a difference */
    async requireBalance() {
      const check = await get(`${server.url}/admin/ledger/check`, session.token);
      if (!check.balanced)
        throw new Error(`the books do not balance: ${JSON.stringify(check).slice(0, 2000)}`);
    },
    token: session.token,
  };
}

/** @throws unless every acknowledged order, and no other one, was credited exactly once */
export async function requireCredits(client, acknowledged) {
  const { rows } = await client.query(
    `SELECT count(*)::int AS transfers, count(DISTINCT subject_id)::int AS orders FROM transfer WHERE kind = 'reward'`,
  );
  const { transfers, orders } = rows[0];
  if (transfers === acknowledged && orders === acknowledged) return;
  throw new Error(`${acknowledged} orders were acknowledged, ${transfers} transfers credit ${orders} orders`);
}

/** @throws unless as many orders exist as were answered with 201 */
export async function requireOrders(client, created, seeded) {
  const { rows } = await client.query('SELECT count(*)::int AS orders FROM reward');
  if (rows[0].orders === created + seeded) return;
  throw new Error(`${created} orders were answered and ${seeded} seeded, but ${rows[0].orders} exist`);
}

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Waits as long as it takes, as `fetch` does not: the books of ten million tips are not recounted in five minutes. */
async function get(url, token) {
  const request = http.get(url, { headers: { authorization: `Bearer ${token}` } });
  const [response] = await once(request, 'response');
  const text = Buffer.concat(await response.toArray()).toString();
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode} ${text}`);
  return JSON.parse(text);
}

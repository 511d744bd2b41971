import fastify from 'fastify';
import { noticeUnknownProxy } from './unknown-proxy.js';

/** The proxies that are told of, after requests from these addresses with an X-Forwarded-For. */
async function toldAfter(trustProxy: string[], addresses: string[], header = 'x-forwarded-for') {
  const server = fastify({ trustProxy });
  const told: string[] = [];
  noticeUnknownProxy(server, (address) => told.push(address));
  for (const remoteAddress of addresses) {
    await server.inject({ url: '/', remoteAddress, headers: { [header]: '203.0.113.7' } });
  }
  await server.close();
  return told;
}

describe('a proxy that is not believed', () => {
  it('is told of, once', async () => {
    expect(await toldAfter(['loopback'], ['172.17.0.1', '172.17.0.1', '10.0.0.9'])).toEqual(['172.17.0.1']);
    expect(await toldAfter([], ['127.0.0.1'])).toEqual(['127.0.0.1']);
  });

  it('is not a proxy that is trusted, nor a neighbour who says nothing of others', async () => {
    expect(await toldAfter(['loopback', '172.17.0.0/16'], ['127.0.0.1', '172.17.0.1'])).toEqual([]);
    expect(await toldAfter(['loopback'], ['172.17.0.1'], 'x-other')).toEqual([]);
  });

  it('is not a stranger of the internet who sends the header', async () => {
    expect(await toldAfter(['loopback'], ['198.51.100.9'])).toEqual([]);
  });
});

import { comesFromOwnPage } from './own-page.js';

const PUBLIC_URL = 'https://tips.example.com';

describe('a request that comes from a page of ours', () => {
  it.each([
    ['says so itself', { 'sec-fetch-site': 'same-origin' }],
    ['names the host it asks', { origin: 'http://10.0.0.5:3000', host: '10.0.0.5:3000' }],
    ['names the host in capitals', { origin: 'http://intra:3000', host: 'INTRA:3000' }],
    ['names the public address, where a proxy asks', { origin: PUBLIC_URL, host: 'server:3000' }],
  ])('%s', (_, headers) => {
    expect(comesFromOwnPage(headers, PUBLIC_URL)).toBe(true);
  });

  it.each([
    ['says nothing', { host: 'tips.example.com' }],
    ['comes from another site', { 'sec-fetch-site': 'cross-site' }],
    ['comes from a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['was typed by hand', { 'sec-fetch-site': 'none' }],
    [
      'claims our origin, but the browser knows better',
      { 'sec-fetch-site': 'cross-site', origin: PUBLIC_URL },
    ],
    ['names another host', { origin: 'https://evil.example.com', host: 'tips.example.com' }],
    ['names another port', { origin: 'http://tips.example.com:8080', host: 'tips.example.com' }],
    ['hides its origin', { origin: 'null', host: 'tips.example.com' }],
    ['names no host', { origin: 'file://', host: '' }],
    ['names rubbish', { origin: 'tips.example.com', host: 'tips.example.com' }],
  ])('is not one that %s', (_, headers) => {
    expect(comesFromOwnPage(headers, PUBLIC_URL)).toBe(false);
  });
});

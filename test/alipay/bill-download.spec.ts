import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { billAddress, download } from '../../src/payments/alipay/bill-download.js';

const gateway = 'https://openapi.alipay.com/gateway.do';
const simulator = 'http://localhost:3001/gateway.do';

describe("a bill's address", () => {
  it.each([
    ['https://dwbillcenter.alipay.com/downloadBillFile.resource?token=x', gateway, undefined],
    ['http://dwbillcenter.alipay.com/a?b=c', gateway, 'https://dwbillcenter.alipay.com/a?b=c'],
    ['https://dwbillcenter-sandbox.dl.alipaydev.com/a', gateway, undefined],
    ['http://localhost:3001/downloadBillFile.resource?token=x', simulator, undefined],
  ])('may be %s', (address, from, expected) => {
    expect(billAddress(address, from)?.href).toBe(expected ?? address);
  });

  it.each([
    ['', gateway],
    ['downloadBillFile.resource', gateway],
    ['http://169.254.169.254/latest/meta-data', gateway],
    ['http://localhost:3001/a', gateway],
    ['http://localhost:3002/a', simulator],
    ['https://localhost:3001/a', simulator],
    ['https://evil-alipay.com/a', gateway],
    ['https://alipay.com.evil.com/a', gateway],
    ['https://alipay.com@evil.com/a', gateway],
    ['https://user:pass@dwbillcenter.alipay.com/a', gateway],
    ['https://dwbillcenter.alipay.com:8443/a', gateway],
    ['ftp://dwbillcenter.alipay.com/a', gateway],
    ['file:///etc/passwd', gateway],
  ])('must not be %s', (address, from) => {
    expect(billAddress(address, from)).toBeUndefined();
  });
});

describe('the download of a bill', () => {
  let server: Server;
  let answer: RequestListener;
  let url: URL;
  beforeAll(async () => {
    server = createServer((request, reply) => {
      answer(request, reply);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/bill`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('brings the file', async () => {
    answer = (_, reply) => reply.end('zip');
    expect((await download(url)).toString()).toBe('zip');
  });

  it('stops at the limit, also of a file that does not say how large it is', async () => {
    answer = (_, reply) => {
      const timer = setInterval(() => reply.write(Buffer.alloc(1000)), 1);
      reply.once('close', () => {
        clearInterval(timer);
      });
    };
    await expect(download(url, 10_000)).rejects.toThrow(/larger than 10000/);
  });

  it('gives up on a server that never ends', async () => {
    answer = (_, reply) => reply.write('z');
    await expect(download(url, 1000, 200)).rejects.toThrow(/time/);
  });

  it('refuses a redirect, an error and half a file', async () => {
    answer = (_, reply) => reply.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    await expect(download(url)).rejects.toThrow();
    answer = (_, reply) => reply.writeHead(403).end('gone');
    await expect(download(url)).rejects.toThrow(/403/);
    answer = (_, reply) => {
      reply.writeHead(200, { 'content-length': '100' });
      reply.write('half', () => reply.destroy());
    };
    await expect(download(url)).rejects.toThrow();
  });
});

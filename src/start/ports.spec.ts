import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { checkPortIsFree, listenError } from './ports.js';
import { StartError } from './start-error.js';

describe('a port', () => {
  it('that is taken is refused in one sentence that names port and variable', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const refusal = checkPortIsFree('SIMULATOR_PORT', '127.0.0.1', port);
    await expect(refusal).rejects.toThrow(StartError);
    await expect(refusal).rejects.toThrow(new RegExp(`Port ${port} is taken.*SIMULATOR_PORT`));
    server.close();
    await once(server, 'close');
    await expect(checkPortIsFree('PORT', '127.0.0.1', port)).resolves.toBeUndefined();
  });

  it('on an address that is not ours is refused', async () => {
    await expect(checkPortIsFree('PORT', '192.0.2.1', 3000)).rejects.toThrow(/HOST.*not an address/);
  });

  it('that needs rights we lack is refused', () => {
    const error = Object.assign(new Error(), { code: 'EACCES' });
    expect(listenError(error, 'PORT', '127.0.0.1', 80)).toBeInstanceOf(StartError);
  });

  it('leaves other errors as they are', () => {
    const error = new Error('something else');
    expect(listenError(error, 'PORT', '127.0.0.1', 80)).toBe(error);
  });
});

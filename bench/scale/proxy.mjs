// A plain reverse proxy, in a process of its own: one request to each instance in turn, connections kept alive.
import http from 'node:http';
import { serve } from '../support/program.mjs';

const agent = new http.Agent({ keepAlive: true });

serve({
  /** Begins to listen in front of the instances at these ports. @returns its own port and process id */
  open({ ports }) {
    let turn = 0;
    const server = http.createServer((request, response) => {
      const { method, url: path, headers } = request;
      const port = ports[turn++ % ports.length];
      const forwarded = http.request({ host: '127.0.0.1', port, method, path, headers, agent }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
      forwarded.on('error', () => response.destroy());
      request.pipe(forwarded);
    });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve({ port: server.address().port, pid: process.pid }));
    });
  },
});

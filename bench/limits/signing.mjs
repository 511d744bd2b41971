// The limit of path A: RSA2 signatures by the same Node over all cores, and nothing else.
import { createPrivateKey, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { serve } from '../support/program.mjs';

const signAsync = promisify(sign);

serve({
  /** @returns signatures a second over all cores, and the processor seconds of one */
  async measure({ privatePem, seconds }) {
    const key = createPrivateKey(privatePem);
    const text = Buffer.alloc(700, 'a=b&');
    const cpuBefore = process.cpuUsage();
    const begun = performance.now();
    const deadline = begun + seconds * 1000;
    let count = 0;
    const work = async () => {
      for (; performance.now() < deadline; count++) await signAsync('RSA-SHA256', text, key);
    };
    await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      perSecond: count / ((performance.now() - begun) / 1000),
      cpuSecondsEach: (user + system) / 1e6 / count,
    };
  },
});

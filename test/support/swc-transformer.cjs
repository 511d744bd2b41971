// Compiles TypeScript, and every ESM package, to CommonJS for jest: NestJS 12 is ESM only, and jest on Node 20
// cannot `require` ESM. Decorator metadata is kept, so dependency injection works as in the compiled server.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const swc = require('@swc/core');

const self = readFileSync(__filename);
const target = 'es2022';

function optionsFor(filename) {
  const typescript = /\.[cm]?ts$/.test(filename);
  return {
    filename,
    swcrc: false,
    configFile: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs', importInterop: 'node' },
    jsc: {
      target,
      parser: typescript
        ? { syntax: 'typescript', decorators: true }
        : { syntax: 'ecmascript', importAttributes: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
  };
}

module.exports = {
  getCacheKey(source, filename) {
    return createHash('sha1').update(self).update(swc.version).update(filename).update(source).digest('hex');
  },
  process(source, filename) {
    const esm = /\.(mjs|[cm]?ts)$/.test(filename) || /^\s*(import|export)\b/m.test(source);
    if (!esm) return { code: source };
    return swc.transformSync(source, optionsFor(filename));
  },
};

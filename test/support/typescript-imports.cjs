// Lets plain Node `require` TypeScript as jest does: `./x.js` also finds `./x.ts`, compiled by the same transformer.
// Needed where jest's own resolver is not at work: in globalSetup, and in programs that a test spawns (`node -r`).
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { process: compile } = require('./swc-transformer.cjs');

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  try {
    return resolveFilename.call(this, request, ...rest);
  } catch (error) {
    if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
    return resolveFilename.call(this, request.replace(/\.js$/, '.ts'), ...rest);
  }
};

Module._extensions['.ts'] ??= (module, filename) => {
  module._compile(compile(readFileSync(filename, 'utf8'), filename).code, filename);
};

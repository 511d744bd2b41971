// A plug-in of Stryker's: texts that only describe the API are not mutated; test/house checks that they are there.
import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin';

const DESCRIBES = /^Api|^Errors$/;

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'documentation', {
    shouldIgnore(path) {
      if (!path.isDecorator()) return undefined;
      const { expression } = path.node;
      const name = expression.type === 'CallExpression' ? expression.callee.name : expression.name;
      return DESCRIBES.test(name ?? '') ? 'describes the API' : undefined;
    },
  }),
];

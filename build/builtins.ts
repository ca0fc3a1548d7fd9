import { type Plugin } from 'esbuild';
import { builtinModules } from 'node:module';

/**
 * Has a bundle take Node's own modules as `require` does. An `import` of one reads each of its exports, and so wakes what
 * those load when they are first touched (streams of files, Web Crypto, HTTP/2), at every start of a function; and
 * what a bundle imports anywhere is loaded with it, also for code that has not been reached.
 */
export const builtinsWhenNeeded: Plugin = {
  name: 'builtins-when-needed',
  setup({ onResolve, onLoad }) {
    const names = builtinModules.map(name => name.replace(/^node:/, '')).join('|');
    onResolve({ filter: new RegExp(`^(?:node:)?(?:${names})$`) }, ({ path }) => ({
      path: path.startsWith('node:') ? path : `node:${path}`,
      namespace: 'builtin',
      // One that nobody uses is left out.
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

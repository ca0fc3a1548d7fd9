import { underLoad } from './load.ts';
import { type WorkerLoad } from './soak.ts';

/** The load as a process of its own: what it needs of memory is not counted as the stack's. */
process.once('message', message => {
  const { accept, ...load } = message as WorkerLoad;
  void underLoad({ ...load, accept: body => body.includes(accept) }).then(result => {
    process.send?.(result, () => process.disconnect());
  });
});

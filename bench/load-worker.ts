import { parentPort, workerData } from 'node:worker_threads';
import { underLoad, type Load } from './load.ts';

/** The load runs on a thread of its own, so that the server under test has its event loop to itself. */
const { accept, ...load } = workerData as Omit<Load, 'accept'> & { accept: string };
const result = await underLoad({ ...load, accept: body => body.includes(accept) });
parentPort?.postMessage(result);

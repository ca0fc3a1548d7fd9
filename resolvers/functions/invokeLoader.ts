/** Tells the loader's function of a job that it has to do. */
export { invoke as request, invoked as response } from '../lib/job.ts';

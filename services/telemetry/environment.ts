import { type Observer } from './observed.ts';

/** How a function of this name is observed, from its environment; lines go to standard output. */
export function observerOf(name: string, env: NodeJS.ProcessEnv): Observer {
  return {
    function: name,
    deployment: env['DEPLOYMENT'] || undefined,
    startsCold: env['AWS_LAMBDA_INITIALIZATION_TYPE'] !== 'provisioned-concurrency',
    now: () => new Date(),
    print: line => void process.stdout.write(`${line}\n`),
  };
}

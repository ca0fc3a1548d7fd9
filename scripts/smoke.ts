/** `npm run smoke`: asks an endpoint whether it keeps the contract (docs/smoke.md). */
import { help, readOptions } from '../test/contract/smoke/options.ts';
import { probe } from '../test/contract/smoke/probe.ts';
import { withoutTokens } from '../test/contract/smoke/without-tokens.ts';
import { parts } from '../test/contract/smoke/parts.ts';

const COULD_NOT_ASK = 2;

const command = readOptions(process.argv.slice(2), process.env, parts());
if (command.kind === 'help') console.log(help);
else if (command.kind === 'refused') refuse(command.sentence);
else {
  const sentence = await probe(command.options.target);
  if (sentence !== null) refuse(sentence);
  else {
    // A refusal need not wait for what runs the tests.
    const { runContract } = await import('../test/contract/smoke/run.ts');
    const isKept = await runContract(command.options, console.log);
    process.exitCode = isKept ? 0 : 1;
  }
}

function refuse(sentence: string): void {
  console.error(withoutTokens(sentence));
  process.exitCode = COULD_NOT_ASK;
}

/** `npm run drill`: whether the archive would bring everything back, and how fast (docs/deploy/disaster-drill.md). */
import { help, readOptions } from './drill/options.ts';
import { NoAnswer, runDrill } from './drill/run.ts';

const COULD_NOT_ASK = 2;

const command = readOptions(process.argv.slice(2), process.env);
if (command.kind === 'help') console.log(help);
else if (command.kind === 'refused') refuse(command.sentence);
else {
  try {
    process.exitCode = (await runDrill(command.options, console.log)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    refuse(error.message);
  }
}

function refuse(sentence: string): void {
  console.error(sentence);
  process.exitCode = COULD_NOT_ASK;
}

import { type CellNotes, type ReadCell, text } from './cells.ts';

/**
 * What spreadsheets do to phone numbers is recognised: kept as it is with a warning, or repaired and told when the
 * import was asked to. Rounded digits are lost for good.
 */
export const phone: ReadCell = (value, notes) => {
  const repaired = notes.fixPhones ? repair(value, notes) : value;
  warnOf(repaired, notes);
  return text(20)(repaired, notes);
};

const FORMULA = /^="([^"]*)"$/;
const NUMBER = /^([1-9])(?:[.,]([0-9]+))?E\+?([0-9]{1,2})$/i;
const WITHOUT_ZERO = /^[1-9][0-9]{8}$/;

function repair(value: string, notes: CellNotes): string {
  const formula = FORMULA.exec(value)?.[1];
  if (formula !== undefined) {
    notes.change(
      'PHONE_FORMULA_REMOVED',
      'was a formula of a spreadsheet (="…"); its text is kept',
    );
    return repair(formula, notes);
  }
  const written = digitsOf(value);
  if (written !== undefined) {
    notes.change('PHONE_WRITTEN_OUT', 'was written as a number (…E+…); written out in digits');
    return repair(written, notes);
  }
  if (!WITHOUT_ZERO.test(value)) return value;
  notes.change('PHONE_ZERO_ADDED', 'had nine digits; its leading zero is added');
  return `0${value}`;
}

/** `9.12345678E+08` in full; undefined for what is no such number, or was rounded. */
function digitsOf(value: string): string | undefined {
  const [, first = '', rest = '', exponent = ''] = NUMBER.exec(value) ?? [];
  return first !== '' && rest.length === Number(exponent) ? first + rest : undefined;
}

function warnOf(value: string, notes: CellNotes): void {
  if (value.startsWith('="')) {
    notes.warn(
      'PHONE_AS_FORMULA',
      'holds a formula that a spreadsheet wrote (="…"); kept as it is',
    );
  } else if (/^[0-9]+([.,][0-9]+)?E\+?[0-9]+$/i.test(value)) {
    const reason =
      digitsOf(value) === undefined
        ? 'was rounded by a spreadsheet (…E+…), its digits are lost; kept as it is'
        : 'was written as a number by a spreadsheet (…E+…); kept as it is';
    notes.warn('PHONE_AS_NUMBER', reason);
  } else if (WITHOUT_ZERO.test(value)) {
    notes.warn('PHONE_WITHOUT_ZERO', 'has nine digits, its leading zero seems lost; kept as it is');
  }
}

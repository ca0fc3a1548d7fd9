import { count, describe, type Finding } from './finding.ts';
import { type OriginalFileName } from './formats.ts';
import { type Overlap } from './overlaps.ts';

/** What an import did. */
export interface ImportReport {
  /** All seven, in the order in which they were loaded. */
  readonly files: readonly FileReport[];
  /** Live appointments that overlap an earlier one: kept as they are, and flagged. In order of ids. */
  readonly overlaps: readonly Overlap[];
}

export interface FileReport {
  readonly file: OriginalFileName;
  /** False when there was no such file. */
  readonly given: boolean;
  /** Rows without the header. */
  readonly read: number;
  readonly inserted: number;
  /** Columns that were left out, as a message shows them. */
  readonly unknownColumns: readonly string[];
  /** Cells that were taken as they are although something looks wrong. The first hundred. */
  readonly warnings: readonly Finding[];
  /** How many warnings there are. */
  readonly warningCount: number;
}

/** The report as lines to print. */
export function describeImport({ files, overlaps }: ImportReport): string {
  const lines = files.map(({ file, given, read, inserted }) =>
    given ? `${file}: ${count(read, 'row')} read, ${inserted} inserted` : `${file}: not given`,
  );
  for (const { file, unknownColumns } of files) {
    if (unknownColumns.length > 0)
      lines.push(`${file}: unknown, left out: ${unknownColumns.join(', ')}`);
  }
  if (overlaps.length > 0) {
    lines.push(`${count(overlaps.length, 'overlap')} of live appointments, kept and flagged:`);
    lines.push(...shortened(overlaps.map(describeOverlap)));
  }
  const warnings = files.flatMap(file => file.warnings);
  const warningCount = files.reduce((sum, file) => sum + file.warningCount, 0);
  if (warningCount > 0) {
    lines.push(
      `${count(warningCount, 'warning')}:`,
      ...shortened(warnings.map(describe), warningCount),
    );
  }
  return lines.join('\n');
}

function describeOverlap({ row, appointmentId, withAppointmentId, of }: Overlap): string {
  const whose = of === 'CONSULTANT' ? 'the same consultant' : 'the same customer';
  return `Appointment.csv, row ${row}: appointment ${appointmentId} overlaps ${withAppointmentId} of ${whose}`;
}

const SHOWN = 20;

function shortened(lines: readonly string[], total = lines.length): string[] {
  const shown = lines.slice(0, SHOWN).map(line => `  ${line}`);
  return total > shown.length ? [...shown, `  and ${total - shown.length} more`] : shown;
}

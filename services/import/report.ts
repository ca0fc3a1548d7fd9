import { type DisabledConsultant } from './derivations.ts';
import { count, describe, type Finding } from './finding.ts';
import { type OriginalFileName } from './formats.ts';
import { type Overlap } from './overlaps.ts';

/**
 * What an import did, or what it would do. In each file `read` is `inserted + identical + rejected`; once imported, a
 * table has `inserted` rows more than before.
 */
export interface ImportReport {
  /** `DRY_RUN`: nothing was changed; `REFUSED`: nothing was, because of the rejections. */
  readonly outcome: 'IMPORTED' | 'DRY_RUN' | 'REFUSED';
  /** All seven, in the order in which they are loaded. */
  readonly files: readonly FileReport[];
  /** Why rows and files cannot be taken, in order of files and rows. The first thousand. */
  readonly rejections: readonly Finding[];
  /** How many such reasons there are; a row may have several. */
  readonly rejectionCount: number;
  /** Live appointments that overlap an earlier one: kept as they are, and flagged. In order of ids. */
  readonly overlaps: readonly Overlap[];
  /** In order of rows. */
  readonly disabledConsultants: readonly DisabledConsultant[];
}

export interface FileReport {
  readonly file: OriginalFileName;
  /** False when there was no such file. */
  readonly given: boolean;
  /** Rows without the header. */
  readonly read: number;
  /** New rows. When nothing was changed: those that would have been inserted without the rejected ones. */
  readonly inserted: number;
  /** Rows that the database has as they are; they were left alone. */
  readonly identical: number;
  /** Rows that cannot be taken. */
  readonly rejected: number;
  /** Columns that were left out, as a message shows them. */
  readonly unknownColumns: readonly string[];
  /** Columns that the file lacks: new rows get the database's default. */
  readonly missingColumns: readonly string[];
  /** Cells that were taken as they are although something looks wrong. The first hundred. */
  readonly warnings: readonly Finding[];
  /** How many warnings there are. */
  readonly warningCount: number;
  /** Cells that were changed, as the import was asked to. The first ten thousand. */
  readonly changes: readonly Finding[];
  readonly changeCount: number;
}

/** Rows or files cannot be taken, and nothing was imported. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  readonly report: ImportReport;

  constructor(report: ImportReport) {
    const { rejections, rejectionCount } = report;
    const lines = shortened(rejections.map(describe), rejectionCount);
    super(
      `nothing was imported, because ${count(rejectionCount, 'thing')} cannot be taken:\n${lines.join('\n')}`,
    );
    this.report = report;
  }
}

/** The report as lines to print. */
export function describeImport(report: ImportReport): string {
  const { files, overlaps, disabledConsultants, rejections, rejectionCount } = report;
  const lines = files.map(describeCounts);
  for (const { file, unknownColumns, missingColumns } of files) {
    if (unknownColumns.length > 0)
      lines.push(`${file}: unknown, left out: ${unknownColumns.join(', ')}`);
    if (missingColumns.length > 0)
      lines.push(`${file}: not there, defaults instead: ${missingColumns.join(', ')}`);
  }
  const list = (total: number, things: string, shown: readonly string[]): void => {
    if (total > 0) lines.push(`${things}:`, ...shortened(shown, total));
  };
  list(rejectionCount, `${count(rejectionCount, 'rejection')}`, rejections.map(describe));
  list(
    overlaps.length,
    `${count(overlaps.length, 'overlap')} of live appointments, kept and flagged`,
    overlaps.map(describeOverlap),
  );
  list(
    disabledConsultants.length,
    `${count(disabledConsultants.length, 'consultant')} disabled, because another one has the same address`,
    disabledConsultants.map(
      ({ row, consultantId, inFavourOf }) =>
        `Consultant.csv, row ${row}: consultant ${consultantId}, ${inFavourOf} keeps the address`,
    ),
  );
  const changeCount = files.reduce((sum, file) => sum + file.changeCount, 0);
  const changes = files.flatMap(file => file.changes);
  list(changeCount, `${count(changeCount, 'cell')} changed`, changes.map(describe));
  const warningCount = files.reduce((sum, file) => sum + file.warningCount, 0);
  const warnings = files.flatMap(file => file.warnings);
  list(warningCount, count(warningCount, 'warning'), warnings.map(describe));
  return lines.join('\n');
}

function describeCounts({ file, given, read, inserted, identical, rejected }: FileReport): string {
  if (!given) return `${file}: not given`;
  const parts = [`${count(read, 'row')} read`, `${inserted} inserted`];
  if (identical > 0) parts.push(`${identical} identical`);
  if (rejected > 0) parts.push(`${rejected} rejected`);
  return `${file}: ${parts.join(', ')}`;
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

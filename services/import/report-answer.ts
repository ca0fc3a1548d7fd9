import { type ImportReport as ReportAnswer } from '../../generated/graphql.ts';
import { type ImportReport } from './report.ts';

/** A report as the contract has it: ids are texts there. */
export function importAnswer(report: ImportReport): ReportAnswer {
  const { outcome, files, rejections, rejectionCount, overlaps, disabledConsultants } = report;
  return {
    outcome,
    files: files.map(file => ({
      ...file,
      unknownColumns: [...file.unknownColumns],
      missingColumns: [...file.missingColumns],
      warnings: [...file.warnings],
      changes: [...file.changes],
    })),
    rejections: [...rejections],
    rejectionCount,
    overlaps: overlaps.map(({ row, appointmentId, withAppointmentId, of }) => ({
      row,
      appointmentId: String(appointmentId),
      withAppointmentId: String(withAppointmentId),
      of,
    })),
    disabledConsultants: disabledConsultants.map(({ row, consultantId, inFavourOf }) => ({
      row,
      consultantId: String(consultantId),
      inFavourOf: String(inFavourOf),
    })),
  };
}

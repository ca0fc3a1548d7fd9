import { type OriginalFileName, originalFileNames } from '../../services/import/formats.ts';
import { chance, type Chance } from './random.ts';

export interface OfficeSize {
  readonly customers: number;
  readonly consultants: number;
  /** Business days, each with some slots and appointments per consultant. */
  readonly days: number;
  readonly programs: number;
  /** Whether ids of customers are numbers, as in earlier files, or text. */
  readonly numericIds: boolean;
}

/** Texts that have broken other importers, and are nobody's fault. */
const oddTexts = [
  'Mô tả, có dấu phẩy',
  'ông nói "được", rồi thôi',
  'dòng 1\ndòng 2',
  'dòng 1\r\ndòng 2\r',
  '\\N',
  'NULL',
  "'; drop table customer; --",
  '=1+1',
  '@SUM(A1:A9)',
  '+84',
  '-',
  '\tlùi vào',
  ' đầu và cuối ',
  '\uFEFFbom',
  '😀🇻🇳 𠮷',
  '\uFFFD',
  'e\u0301 và é',
  '"',
  '""',
  ',',
  '\\.',
  '\u0001\u001f\u007f\u2028',
  'x'.repeat(2_000),
];

/** An office's files as the original wrote them, byte for byte; the same seed gives the same files. */
export function originalOffice(size: OfficeSize, seed: number): Record<OriginalFileName, Buffer> {
  const luck = chance(seed);
  const rows = Object.fromEntries(
    originalFileNames.map(name => [name, [] as string[][]]),
  ) as Record<OriginalFileName, string[][]>;
  const customers = customerIds(luck, size);
  for (const id of customers) {
    rows['Customer.csv'].push([
      ...[id, name(luck), maybe(luck, `khach${id}@example.vn`), phone(luck)],
      ...[
        maybe(luck, day(luck.between(12_000, 14_000))),
        moment(luck),
        truth(luck, 20),
        text(luck),
      ],
    ]);
  }
  const consultants = gapped(luck, size.consultants);
  for (const id of consultants) {
    rows['Consultant.csv'].push([
      ...[String(id), name(luck), maybe(luck, `tuvan${id}@example.vn`), phone(luck)],
      ...(size.numericIds ? [`https://img.example.vn/${id}.png`] : []),
      ...[specialties(luck), text(luck), maybe(luck, day(luck.between(18_000, 20_000)))],
      ...[moment(luck), truth(luck, 20)],
    ]);
  }
  fillDays(luck, size, { customers, consultants }, rows);
  for (const id of gapped(luck, size.programs)) {
    rows['CommunityProgram.csv'].push([
      ...[String(id), `Ngày hội ${id}`, day(20_500 + luck.between(0, 400)), text(luck), text(luck)],
      ...[text(luck), text(luck), truth(luck, 10), luck.of(['upcoming', 'ongoing', 'completed'])],
      moment(luck),
    ]);
    for (const customer of customers.filter(() => luck.likely(10))) {
      rows['ProgramParticipant.csv'].push([
        ...[String(id), customer, moment(luck), luck.of(['registered', 'attended', 'cancelled'])],
      ]);
    }
  }
  return Object.fromEntries(
    originalFileNames.map(file => [file, asFile([headerOf(file, size.numericIds), ...rows[file]])]),
  ) as Record<OriginalFileName, Buffer>;
}

/** Slots without overlaps, booked or not, open or not; appointments on them and across them. */
function fillDays(
  luck: Chance,
  { days }: OfficeSize,
  { customers, consultants }: { readonly customers: string[]; readonly consultants: number[] },
  rows: Record<OriginalFileName, string[][]>,
): void {
  let slot = 0;
  let appointment = 0;
  for (let n = 0; n < days; n++) {
    const date = day(20_400 + n);
    for (const consultant of consultants) {
      for (let hour = 8; hour < 17; hour++) {
        if (luck.likely(30)) continue;
        slot += luck.between(1, 3);
        const minutes = luck.of([45, 50, 60]);
        rows['ConsultantSchedule.csv'].push([
          ...[String(slot), String(consultant), date, clock(hour * 60)],
          ...[clock(hour * 60 + minutes), truth(luck, 60)],
        ]);
        if (!luck.likely(45)) continue;
        appointment += luck.between(1, 3);
        const status = luck.of(['pending', 'confirmed', 'completed', 'completed', 'cancelled']);
        const isNobodys = luck.likely(10) && (status === 'pending' || status === 'cancelled');
        rows['Appointment.csv'].push([
          ...[String(appointment), isNobodys ? '' : String(consultant), luck.of(customers), date],
          // Ten minutes late: it overlaps the next one.
          ...[clock(hour * 60 + (luck.likely(10) ? 10 : 0)), String(luck.of([30, 45, 60]))],
          ...[maybe(luck, `https://meet.example.vn/${appointment}`), status, text(luck)],
          ...[moment(luck), maybe(luck, moment(luck))],
        ]);
        if (status === 'completed' && luck.likely(50)) {
          rows['AppointmentFeedback.csv'].push([
            ...[String(appointment), luck.of(['5.0', '4.5', '0.0', '4.25', '3.3333333333333335'])],
            ...[text(luck), moment(luck)],
          ]);
        }
      }
    }
  }
}

const headers: Readonly<Record<OriginalFileName, string>> = {
  'Customer.csv': 'customerid,fullname,email,phonenumber,dateofbirth,createdat,isdisabled,notes',
  'Consultant.csv':
    'consultantid,fullname,email,phonenumber,specialties,qualifications,joindate,createdat,isdisabled',
  'ConsultantSchedule.csv': 'scheduleid,consultantid,date,starttime,endtime,isavailable',
  'Appointment.csv':
    'appointmentid,consultantid,customerid,date,time,duration,meetingurl,status,description,createdat,updatedat',
  'AppointmentFeedback.csv': 'appointmentid,rating,customerfeedback,createdat',
  'CommunityProgram.csv':
    'programid,programname,date,description,content,organizer,url,isdisabled,status,createdat',
  'ProgramParticipant.csv': 'programid,customerid,registeredtime,status',
};

function headerOf(file: OriginalFileName, isEarlier: boolean): string[] {
  const columns = headers[file].split(',');
  if (file === 'Consultant.csv' && isEarlier) columns.splice(4, 0, 'imageurl');
  return columns;
}

/** `,`, CRLF, and quotes only where they are needed. */
function asFile(rows: readonly (readonly string[])[]): Buffer {
  const cell = (value: string): string =>
    /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  return Buffer.from(rows.map(row => `${row.map(cell).join(',')}\r\n`).join(''));
}

/** In the order of the original: numbers by value, text by its bytes. */
function customerIds(luck: Chance, { customers, numericIds }: OfficeSize): string[] {
  if (numericIds) return gapped(luck, customers).map(String);
  const hex = (): string =>
    luck
      .between(0, 2 ** 31)
      .toString(16)
      .padStart(8, '0');
  return [...new Set(Array.from({ length: customers }, () => `${hex()}${hex()}abcd`))].sort();
}

function gapped(luck: Chance, count: number): number[] {
  let id = 0;
  return Array.from({ length: count }, () => (id += luck.between(1, 4)));
}

const maybe = (luck: Chance, value: string): string => (luck.likely(30) ? '' : value);
const truth = (luck: Chance, percent: number): string => String(luck.likely(percent));
const text = (luck: Chance): string => (luck.likely(50) ? '' : luck.of(oddTexts));
const name = (luck: Chance): string =>
  `${luck.of(['Nguyễn', 'Trần', 'Lê'])} ${luck.of(['Thị', 'Văn', 'Quốc "Q"', 'Đức,'])} ${luck.of(['Ánh', '😀', '=An'])}`;
const phone = (luck: Chance): string =>
  luck.of([
    '',
    `09${luck.between(10_000_000, 99_999_999)}`,
    '="0912345678"',
    '912345678',
    '9.12E+08',
  ]);
const specialties = (luck: Chance): string =>
  luck.of([
    '',
    'Du học, Học bổng',
    'Du học;Học bổng',
    ' Kế toán /kế toán,',
    'một\nhai',
    ', ;',
    'x"y',
  ]);

const day = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;

/** Whole seconds, or six digits of microseconds. */
function moment(luck: Chance): string {
  const seconds =
    clock(luck.between(0, 1_439)).slice(0, 6) + String(luck.between(0, 59)).padStart(2, '0');
  const micros = luck.likely(30) ? '' : `.${String(luck.between(1, 999_999)).padStart(6, '0')}`;
  return `${day(luck.between(20_000, 20_700))}T${seconds}${micros}`;
}
